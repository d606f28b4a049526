package io.retrievaldefense.cnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.model.ModelFile;
import io.retrievaldefense.model.ModelFormatException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CnnModelFileTest {

  private static final CnnModel MODEL =
      CnnModel.initialized(
          CnnArchitecture.of(new ImageShape(8, 6, 1), List.of("conv 2", "pool", "dense 3"), 2),
          new Normalization(new float[] {.5f}, new float[] {.25f}),
          1);

  @Test
  void readsBackWhatItWrote() throws IOException {
    byte[] bytes = CnnModelFile.toBytes(MODEL, Map.of("epochs", "3"));
    CnnModel read = CnnModelFile.parse(bytes, "cnn.model");
    assertThat(read.architecture()).isEqualTo(MODEL.architecture());
    assertThat(read.normalization()).isEqualTo(MODEL.normalization());
    assertThat(read.parameters()).isEqualTo(MODEL.parameters());
    assertThat(CnnModelFile.provenance(bytes, "cnn.model")).containsEntry("epochs", "3");
  }

  @Test
  void sameModelSameDigest() {
    assertThat(ModelFile.digest(CnnModelFile.toBytes(MODEL, Map.of("a", "1", "b", "2"))))
        .isEqualTo(ModelFile.digest(CnnModelFile.toBytes(MODEL, Map.of("b", "2", "a", "1"))));
  }

  @Test
  void aHeaderThatDoesNotFitItsParametersIsDamage() {
    ObjectNode header = ModelFile.header("cnn");
    header.putArray("shape").add(8).add(6).add(1);
    header.putArray("layers").add("conv 2").add("dense 3");
    header.put("classes", 2);
    header.putArray("mean").add(0);
    header.putArray("deviation").add(1);
    byte[] bytes = new ModelFile(header, new float[5]).toBytes();
    assertThatThrownBy(() -> CnnModelFile.parse(bytes, "cnn.model"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("model file is damaged: cnn.model, parameters must be");
  }
}
