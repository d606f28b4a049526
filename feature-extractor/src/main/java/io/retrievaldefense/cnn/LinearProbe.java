package io.retrievaldefense.cnn;

import io.retrievaldefense.images.EpochOrder;
import io.retrievaldefense.images.LabeledImage;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Softmax regression on the features of a network that stays as it is: what its features are worth
 * to a linear classifier, and the logits of an extractor that was trained without classes.
 */
public final class LinearProbe {
  private static final int EPOCHS = 20;
  private static final int BATCH = 128;
  private static final double RATE = 0.01;

  private LinearProbe() {}

  /**
   * @param encoder any classifier; its logits are left out
   * @param classes C of the images' labels
   * @param images at least one
   * @param seed of the order
   * @return the encoder with logits for the classes
   * @throws IllegalArgumentException if there is no image
   */
  public static CnnModel fit(CnnModel encoder, int classes, List<LabeledImage> images, long seed) {
    if (images.isEmpty()) {
      throw new IllegalArgumentException("images of a probe must not be empty: 0");
    }
    float[][] features = ImageFeatures.of(encoder, FeatureLayer.PENULTIMATE, images);
    int length = features[0].length;
    // Features of some networks are far from 1; the scale is taken into the weights at the end.
    float scale = (float) rootMeanSquare(features);
    float[] layer = new float[(length + 1) * classes];
    float[] gradient = new float[layer.length];
    AdamW optimizer = new AdamW(layer.length, 0);
    SplittableRandom random = new SplittableRandom(seed);
    int steps = (images.size() + BATCH - 1) / BATCH;
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      int[] order = EpochOrder.of(images.size(), random);
      for (int s = 0; s < steps; s++) {
        int[] batch = Arrays.copyOfRange(order, s * BATCH, Math.min(order.length, (s + 1) * BATCH));
        Arrays.fill(gradient, 0);
        for (int i : batch) {
          addGradient(features[i], scale, images.get(i).label(), layer, classes, gradient);
        }
        for (int j = 0; j < gradient.length; j++) {
          gradient[j] /= batch.length;
        }
        double progress = (epoch * (double) steps + s) / (EPOCHS * (double) steps);
        optimizer.step(layer, gradient, RATE * 0.5 * (1 + Math.cos(Math.PI * progress)));
      }
    }
    for (int j = 0; j < length * classes; j++) {
      layer[j] /= scale;
    }
    return withLogits(encoder, classes, layer);
  }

  /** Adds that of one image to the gradient of weights [D, C] and bias [C]. */
  private static void addGradient(
      float[] feature, float scale, int label, float[] layer, int classes, float[] gradient) {
    float[] logits = Arrays.copyOfRange(layer, feature.length * classes, layer.length);
    for (int d = 0; d < feature.length; d++) {
      float value = feature[d] / scale;
      for (int c = 0; value != 0 && c < classes; c++) {
        logits[c] += value * layer[d * classes + c];
      }
    }
    float[] slope = SoftmaxCrossEntropy.gradient(logits, label, 0);
    for (int d = 0; d < feature.length; d++) {
      float value = feature[d] / scale;
      for (int c = 0; value != 0 && c < classes; c++) {
        gradient[d * classes + c] += value * slope[c];
      }
    }
    for (int c = 0; c < classes; c++) {
      gradient[feature.length * classes + c] += slope[c];
    }
  }

  private static CnnModel withLogits(CnnModel encoder, int classes, float[] layer) {
    CnnArchitecture architecture =
        new CnnArchitecture(
            encoder.architecture().input(), encoder.architecture().layers(), classes);
    float[] parameters = Arrays.copyOf(encoder.parameters(), architecture.parameterCount());
    // The logits' weights and bias lie behind all others.
    System.arraycopy(layer, 0, parameters, parameters.length - layer.length, layer.length);
    return new CnnModel(architecture, encoder.normalization(), parameters);
  }

  private static double rootMeanSquare(float[][] features) {
    double sum = 0;
    for (float[] feature : features) {
      for (float value : feature) {
        sum += (double) value * value;
      }
    }
    double mean = sum / ((double) features.length * features[0].length);
    return mean > 0 ? Math.sqrt(mean) : 1;
  }
}
