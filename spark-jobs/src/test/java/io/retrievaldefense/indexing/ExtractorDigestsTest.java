package io.retrievaldefense.indexing;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.cnn.FeatureLayer;
import io.retrievaldefense.model.ModelFile;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ExtractorDigestsTest {
  private static final byte[] MODEL = {1, 2, 3};

  @Test
  void everyLayerOfANetworkIsAnExtractorOfItsOwn() {
    assertThat(Arrays.stream(FeatureLayer.values()).map(layer -> ExtractorDigests.of(MODEL, layer)))
        .doesNotHaveDuplicates()
        .allMatch(digest -> digest.matches("[0-9a-f]{64}"));
  }

  /** Runs of before recorded the network's alone for every layer, and go on being asked. */
  @Test
  void whatARunHasRecordedOfItsNetworkHolds() {
    String old = ModelFile.digest(MODEL);
    String now = ExtractorDigests.of(MODEL, FeatureLayer.CONVOLUTIONAL);
    assertThat(ExtractorDigests.asRecorded(old, MODEL, FeatureLayer.CONVOLUTIONAL)).isEqualTo(old);
    assertThat(ExtractorDigests.asRecorded(now, MODEL, FeatureLayer.CONVOLUTIONAL)).isEqualTo(now);
    assertThat(ExtractorDigests.asRecorded("another", MODEL, FeatureLayer.CONVOLUTIONAL))
        .isEqualTo(now);
  }

  /** What indexes of the default layer have always recorded. */
  @Test
  void theDefaultLayersIsTheNetworksOwn() {
    assertThat(ExtractorDigests.of(MODEL, FeatureLayer.PENULTIMATE))
        .isEqualTo(ModelFile.digest(MODEL));
  }
}
