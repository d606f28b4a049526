package io.retrievaldefense.cnn;

import io.retrievaldefense.images.ImageShape;
import java.util.List;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What is measured: 3x32x32; 32-32-pool-64-64-pool-128-pool convolutions, dense 256, 10 classes;
 * 666,538 parameters; and a batch of noise.
 */
final class BenchmarkNetwork {

  static final CnnArchitecture ARCHITECTURE =
      CnnArchitecture.of(
          new ImageShape(32, 32, 3),
          List.of(
              "conv 32",
              "conv 32",
              "pool",
              "conv 64",
              "conv 64",
              "pool",
              "conv 128",
              "pool",
              "dense 256"),
          10);

  private final int batch;
  private final float[][] images;
  private final int[] labels;

  BenchmarkNetwork(int batch) {
    this.batch = batch;
    SplittableRandom random = new SplittableRandom(7);
    images = new float[batch][ARCHITECTURE.input().length()];
    labels = new int[batch];
    for (int i = 0; i < batch; i++) {
      for (int j = 0; j < images[i].length; j++) {
        images[i][j] = random.nextInt(256) / 255f;
      }
      labels[i] = i % ARCHITECTURE.classes();
    }
  }

  /** [B][H W C], pixels in [0, 1]. */
  float[][] images() {
    return images;
  }

  int[] labels() {
    return labels;
  }

  CnnNetwork network() {
    return new CnnNetwork(model(), FeatureLayer.PENULTIMATE, batch, DataType.FLOAT);
  }

  /** Plain training: no dropout, no smoothing, no augmentation; weight decay 1e-4. */
  TrainingStep trainingStep() {
    return new TrainingStep(
        model(), new TrainingOptions(1, batch, 1e-3, 1e-4, 0, 0, 0, 1, Augmentation.NONE, 1));
  }

  private static CnnModel model() {
    return CnnModel.initialized(
        ARCHITECTURE,
        new Normalization(new float[] {.5f, .5f, .5f}, new float[] {.25f, .25f, .25f}),
        1);
  }
}
