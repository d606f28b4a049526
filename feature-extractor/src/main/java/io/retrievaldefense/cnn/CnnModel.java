package io.retrievaldefense.cnn;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A network's architecture, input normalisation and parameters: all that is needed to evaluate it.
 *
 * @param architecture layers and shapes
 * @param normalization applied to pixels before the first layer
 * @param parameters the flat vector laid out by the architecture; not copied, do not change it
 */
public record CnnModel(
    CnnArchitecture architecture, Normalization normalization, float[] parameters) {

  public CnnModel {
    if (normalization.channels() != architecture.input().channels()) {
      throw new IllegalArgumentException(
          "normalization must have the image's "
              + architecture.input().channels()
              + " channels: "
              + normalization.channels());
    }
    if (parameters.length != architecture.parameterCount()) {
      throw new IllegalArgumentException(
          "parameters must be "
              + architecture.parameterCount()
              + " values for "
              + architecture.layers()
              + ": "
              + parameters.length);
    }
    for (float p : parameters) {
      if (!Float.isFinite(p)) {
        throw new IllegalArgumentException("parameters must be finite: " + p);
      }
    }
  }

  /**
   * Random weights: Gaussian of variance 2 / fan-in before ReLU (He et al. 2015), 1 / fan-in before
   * the logits; biases 0.
   */
  public static CnnModel initialized(
      CnnArchitecture architecture, Normalization normalization, long seed) {
    float[] parameters = new float[architecture.parameterCount()];
    for (CnnArchitecture.Block block : architecture.parameterBlocks()) {
      if (block.isBias()) {
        continue;
      }
      SplittableRandom random =
          new SplittableRandom(seed ^ (block.name().hashCode() * 0x9E3779B9L));
      double gain = block.name().startsWith("logits") ? 1 : 2;
      double deviation = Math.sqrt(gain / block.fanIn());
      for (int i = 0; i < block.length(); i++) {
        parameters[block.offset() + i] = (float) (random.nextGaussian() * deviation);
      }
    }
    return new CnnModel(architecture, normalization, parameters);
  }

  /** The last layer: what the network itself makes of its penultimate features. */
  public LogitLayer logitLayer() {
    int classes = architecture.classes();
    int bias = parameters.length - classes;
    int weights = bias - architecture.featureLength(FeatureLayer.PENULTIMATE) * classes;
    return new LogitLayer(
        Arrays.copyOfRange(parameters, weights, bias),
        Arrays.copyOfRange(parameters, bias, parameters.length));
  }
}
