package io.retrievaldefense.cnn;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.LabeledImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

/** Our networks as DL4J's and back. */
class Dl4jNetworkTest {
  private static final ImageShape SHAPE = new ImageShape(8, 6, 3);
  private static final CnnModel MODEL =
      CnnModel.initialized(
          CnnArchitecture.of(SHAPE, List.of("conv 4", "pool", "conv 5", "dense 7", "dense 6"), 3),
          new Normalization(new float[] {0.1f, 0.2f, 0.3f}, new float[] {0.5f, 0.6f, 0.7f}),
          8);

  @Test
  void thereAndBackNoWeightHasChanged() {
    assertThat(Dl4jNetwork.model(Dl4jNetwork.of(MODEL), MODEL).parameters())
        .isEqualTo(MODEL.parameters());
  }

  @Test
  void batchIsNormalisedChannelsFirstWithSmoothedLabels() {
    byte[] pixels = new byte[SHAPE.length()];
    pixels[SHAPE.channels() * 7 + 1] = (byte) 255;
    TrainingOptions options = new TrainingOptions(1, 1, 0.1, 0, 0, 0.3, 0, 1, Augmentation.NONE, 1);
    DataSet batch =
        Dl4jBatch.of(List.of(new LabeledImage(4, "four", 2, pixels)), MODEL, options, 1);
    assertThat(batch.getFeatures().shape()).containsExactly(1, 3, 8, 6);
    // Place 7 of a width of 6 is row 1, column 1.
    assertThat(batch.getFeatures().getFloat(0, 1, 1, 1)).isEqualTo((1f - 0.2f) / 0.6f);
    assertThat(batch.getFeatures().getFloat(0, 0, 1, 1)).isEqualTo((0f - 0.1f) / 0.5f);
    assertThat(batch.getLabels().toFloatVector()).containsExactly(0.1f, 0.1f, 0.8f);
  }
}
