package io.retrievaldefense.cnn;

import io.retrievaldefense.images.LabeledImage;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/** What a network as it is makes of images. */
final class ImageFeatures {
  private static final int BATCH = 128;

  private ImageFeatures() {}

  /**
   * @return h of each image [n][D]
   */
  static float[][] of(CnnModel model, FeatureLayer layer, List<LabeledImage> images) {
    float[][] features = new float[images.size()][];
    try (CnnNetwork network = new CnnNetwork(model, layer, BATCH, DataType.FLOAT)) {
      for (int from = 0; from < images.size(); from += BATCH) {
        List<LabeledImage> batch = images.subList(from, Math.min(images.size(), from + BATCH));
        HostArrays.write(
            batch.stream().map(LabeledImage::unitPixels).toArray(float[][]::new), network.pixels());
        network.forwardToFeatures();
        float[][] rows = HostArrays.rows(network.features(), batch.size());
        System.arraycopy(rows, 0, features, from, rows.length);
      }
    }
    return features;
  }
}
