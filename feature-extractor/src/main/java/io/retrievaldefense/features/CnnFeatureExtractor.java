package io.retrievaldefense.features;

import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnNetwork;
import io.retrievaldefense.cnn.FeatureLayer;
import io.retrievaldefense.cnn.HostArrays;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;

/** h = activations of a supervised CNN (paper, section 2, "Retrieval"). */
public final class CnnFeatureExtractor implements FeatureExtractor {

  private final CnnNetwork network;

  /**
   * @param batch how many images are evaluated at once; part of what determines the last bit of the
   *     result, so everything that is to agree uses the same
   */
  public CnnFeatureExtractor(CnnModel model, FeatureLayer layer, int batch) {
    network = new CnnNetwork(model, layer, batch, DataType.FLOAT);
  }

  @Override
  public int featureLength() {
    return network.featureLength();
  }

  @Override
  public float[][] features(float[][] images) {
    float[][] features = new float[images.length][];
    for (int from = 0; from < images.length; from += network.batch()) {
      int to = Math.min(images.length, from + network.batch());
      HostArrays.write(Arrays.copyOfRange(images, from, to), network.pixels());
      network.forwardToFeatures();
      System.arraycopy(
          HostArrays.rows(network.features(), to - from), 0, features, from, to - from);
    }
    return features;
  }

  @Override
  public void close() {
    network.close();
  }
}
