package io.retrievaldefense.backend;

import io.retrievaldefense.cnn.CnnArchitecture;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.FeatureLayer;
import io.retrievaldefense.cnn.Normalization;
import io.retrievaldefense.features.CnnFeatureExtractor;
import io.retrievaldefense.images.ImageShape;
import java.util.List;

/** A process that computes features with a network that its native memory cannot hold. */
final class LimitedProcess {

  /** Room for ND4J itself, not for the activations of the network. */
  static final long OFF_HEAP = 32L << 20;

  private static final int BATCH = 256;

  private LimitedProcess() {}

  /** Prints the error, and ends with exit code 1 if there is none. */
  public static void main(String[] arguments) {
    float[] half = {0.5f, 0.5f, 0.5f};
    CnnArchitecture architecture =
        CnnArchitecture.of(
            ImageShape.RGB_32, List.of("conv 64", "conv 64", "pool", "dense 10"), 10);
    CnnModel model = CnnModel.initialized(architecture, new Normalization(half, half), 1);
    NativeMemory.limitArrays();
    try {
      NativeMemory.within(
          () ->
              new CnnFeatureExtractor(model, FeatureLayer.PENULTIMATE, BATCH)
                  .features(new float[BATCH][ImageShape.RGB_32.length()]));
      System.exit(1);
    } catch (NativeMemoryException e) {
      System.out.println(e.getMessage());
    }
  }
}
