package io.retrievaldefense.jobs;

import io.retrievaldefense.classifier.Retrieved;
import io.retrievaldefense.classifier.RetrievedExamples;
import io.retrievaldefense.classifier.SummaryShape;
import io.retrievaldefense.classifier.SummaryTrainer;
import io.retrievaldefense.config.RunConfig;
import java.util.SplittableRandom;

/** How fast this machine trains attention and layers, tried on noise, on one thread. */
final class HeadSpeed {
  private static final int EXAMPLES = 256;

  private HeadSpeed() {}

  /** Seconds of an example in an epoch with N neighbours, the second of two tries. */
  static double training(RunConfig config, SummaryShape shape, int neighbors) {
    SummaryTrainer trainer =
        new SummaryTrainer(HeadTraining.options(config, neighbors).forOneEpoch());
    RetrievedExamples training = noise(shape, EXAMPLES);
    RetrievedExamples validation = noise(shape, 1);
    trainer.train(shape, neighbors, training, validation, epoch -> {});
    long start = System.nanoTime();
    trainer.train(shape, neighbors, training, validation, epoch -> {});
    return (System.nanoTime() - start) / 1e9 / EXAMPLES;
  }

  private static RetrievedExamples noise(SummaryShape shape, int size) {
    SplittableRandom random = new SplittableRandom(0);
    float[] feature = new float[shape.featureLength()];
    for (int i = 0; i < feature.length; i++) {
      feature[i] = (float) random.nextGaussian();
    }
    return new RetrievedExamples() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public int label(int example) {
        return example % shape.classes();
      }

      @Override
      public float[] feature(int example) {
        return feature;
      }

      @Override
      public Retrieved retrieved(int example, int neighbors) {
        float[][] features = new float[neighbors][];
        int[] labels = new int[neighbors];
        for (int n = 0; n < neighbors; n++) {
          features[n] = feature;
          labels[n] = (example + n) % shape.classes();
        }
        return new Retrieved(features, labels);
      }
    };
  }
}
