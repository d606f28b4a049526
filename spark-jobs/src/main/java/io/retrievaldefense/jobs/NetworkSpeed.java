package io.retrievaldefense.jobs;

import io.retrievaldefense.backend.NativeThreads;
import io.retrievaldefense.cnn.CnnAccuracy;
import io.retrievaldefense.cnn.CnnArchitecture;
import io.retrievaldefense.cnn.CnnTrainer;
import io.retrievaldefense.cnn.TrainingOptions;
import io.retrievaldefense.cnn.TrainingProgress;
import io.retrievaldefense.images.LabeledImage;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How fast this machine is at a network, tried on noise for some seconds.
 *
 * @param training seconds of an image in a training step, with all threads
 * @param forward seconds of an image, with all threads
 */
record NetworkSpeed(double training, double forward) {
  /** Steps before the first that counts: the JIT is at work. */
  private static final int WARM_UP = 4;

  private static final int STEPS = 12;

  static NetworkSpeed measure(CnnArchitecture architecture, TrainingOptions options, int threads) {
    NativeThreads.use(threads);
    List<LabeledImage> noise = noise(architecture, STEPS * options.batch());
    TrainingOptions once =
        new TrainingOptions(
            1,
            options.batch(),
            options.learningRate(),
            options.weightDecay(),
            options.dropout(),
            options.labelSmoothing(),
            options.weightAverage(),
            1,
            options.augmentation(),
            options.seed());
    List<Long> ends = new ArrayList<>();
    CnnTrainer.Trained trained =
        new CnnTrainer(once)
            .train(
                architecture,
                noise,
                noise.subList(0, 1),
                new TrainingProgress() {
                  @Override
                  public void images(long done, long total) {
                    ends.add(System.nanoTime());
                  }

                  @Override
                  public void epoch(Epoch epoch) {
                    // Only the steps are timed.
                  }
                });
    double training =
        (ends.get(STEPS - 1) - ends.get(WARM_UP - 1)) / 1e9 / (STEPS - WARM_UP) / options.batch();
    CnnAccuracy.of(trained.model(), noise);
    long start = System.nanoTime();
    CnnAccuracy.of(trained.model(), noise);
    return new NetworkSpeed(training, (System.nanoTime() - start) / 1e9 / noise.size());
  }

  /** So many images that are none. */
  static List<LabeledImage> noise(CnnArchitecture architecture, int count) {
    SplittableRandom random = new SplittableRandom(0);
    byte[] pixels = new byte[architecture.input().length()];
    random.nextBytes(pixels);
    List<LabeledImage> images = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      images.add(new LabeledImage(i, "noise", i % architecture.classes(), pixels));
    }
    return images;
  }
}
