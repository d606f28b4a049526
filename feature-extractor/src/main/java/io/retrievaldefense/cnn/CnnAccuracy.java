package io.retrievaldefense.cnn;

import io.retrievaldefense.images.LabeledImage;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

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
        HostArrays.write(pixels, network.pixels());
        network.forward();
        float[][] logits = HostArrays.rows(network.logits(), batch.size());
        for (int i = 0; i < batch.size(); i++) {
          if (SoftmaxCrossEntropy.argMax(logits[i]) == batch.get(i).label()) {
            correct++;
          }
        }
      }
    }
    return (double) correct / images.size();
  }
}
