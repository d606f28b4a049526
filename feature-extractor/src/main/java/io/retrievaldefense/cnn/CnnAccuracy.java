package io.retrievaldefense.cnn;

import io.retrievaldefense.images.LabeledImage;
import java.util.List;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Share of images whose largest logit is at their label. */
public final class CnnAccuracy {

  private static final int BATCH = 128;

  private CnnAccuracy() {}

  /** Accuracy in [0, 1] of {@code model} on {@code images}, which must not be empty. */
  public static double of(CnnModel model, List<LabeledImage> images) {
    if (images.isEmpty()) {
      throw new IllegalArgumentException("images must not be empty: 0");
    }
    long correct = 0;
    try (CnnNetwork network =
        new CnnNetwork(model, FeatureLayer.PENULTIMATE, BATCH, DataType.FLOAT)) {
      for (int from = 0; from < images.size(); from += BATCH) {
        List<LabeledImage> batch = images.subList(from, Math.min(images.size(), from + BATCH));
        float[][] pixels = batch.stream().map(LabeledImage::unitPixels).toArray(float[][]::new);
        correct += correct(network, pixels, batch);
      }
    }
    return (double) correct / images.size();
  }

  /**
   * Accuracy in [0, 1] of {@code model} on {@code images}, which must not be empty, as the attack
   * leaves them.
   *
   * @param seed of the attack
   */
  public static double under(
      BatchAttack attack, CnnModel model, List<LabeledImage> images, long seed) {
    if (images.isEmpty()) {
      throw new IllegalArgumentException("images must not be empty: 0");
    }
    SplittableRandom random = new SplittableRandom(seed);
    long correct = 0;
    try (CnnNetwork network =
        new CnnNetwork(model, FeatureLayer.PENULTIMATE, BATCH, DataType.FLOAT)) {
      INDArray slope = Nd4j.create(DataType.FLOAT, BATCH, model.architecture().classes());
      for (int from = 0; from < images.size(); from += BATCH) {
        List<LabeledImage> batch = images.subList(from, Math.min(images.size(), from + BATCH));
        float[][] pixels = batch.stream().map(LabeledImage::unitPixels).toArray(float[][]::new);
        int[] labels = batch.stream().mapToInt(LabeledImage::label).toArray();
        float[][] attacked =
            attack.perturb(
                pixels, labels, (x, y) -> inputGradient(network, slope, x, y), 1, random);
        correct += correct(network, attacked, batch);
      }
    }
    return (double) correct / images.size();
  }

  private static int correct(CnnNetwork network, float[][] pixels, List<LabeledImage> batch) {
    HostArrays.write(pixels, network.pixels());
    network.forward();
    float[][] logits = HostArrays.rows(network.logits(), batch.size());
    int correct = 0;
    for (int i = 0; i < batch.size(); i++) {
      if (SoftmaxCrossEntropy.argMax(logits[i]) == batch.get(i).label()) {
        correct++;
      }
    }
    return correct;
  }

  /** Gradient [n][H W C] of each image's cross-entropy. */
  static float[][] inputGradient(
      CnnNetwork network, INDArray logitGradient, float[][] pixels, int[] labels) {
    HostArrays.write(pixels, network.pixels());
    network.forward();
    float[][] logits = HostArrays.rows(network.logits(), pixels.length);
    for (int i = 0; i < logits.length; i++) {
      logits[i] = SoftmaxCrossEntropy.gradient(logits[i], labels[i], 0);
    }
    HostArrays.write(logits, logitGradient);
    return HostArrays.rows(network.pixelGradientFromLogits(logitGradient), pixels.length);
  }
}
