package io.retrievaldefense.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.model.ModelFile;
import io.retrievaldefense.model.ModelFormatException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SummaryModelFileTest {

  private static SummaryModel model(LayerInput input) {
    SummaryShape shape = new SummaryShape(3, 2, List.of(4), input);
    float[] parameters = new float[shape.parameterCount()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = i / 8f;
    }
    return new SummaryModel(shape, 5, 1.25, parameters);
  }

  @ParameterizedTest
  @EnumSource
  void isReadAsItWasWritten(LayerInput input) throws IOException {
    byte[] bytes = SummaryModelFile.toBytes(model(input), Map.of("data", "d"));
    SummaryModel read = SummaryModelFile.parse(bytes, "model");
    assertThat(read.shape()).isEqualTo(model(input).shape());
    assertThat(read.neighbors()).isEqualTo(5);
    assertThat(read.featureScale()).isEqualTo(1.25);
    assertThat(read.parameters()).isEqualTo(model(input).parameters());
    assertThat(SummaryModelFile.provenance(bytes, "model")).containsEntry("data", "d");
  }

  @Test
  void anInputThatIsNotKnownIsNotTakenForAnother() throws IOException {
    ModelFile file =
        ModelFile.parse(
            SummaryModelFile.toBytes(model(LayerInput.FEATURE), Map.of()),
            "model",
            "summary-classifier");
    file.header().put("input", "pixels");
    byte[] other = new ModelFile(file.header(), file.parameters()).toBytes();
    assertThatThrownBy(() -> SummaryModelFile.parse(other, "model"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(
            "model file is damaged: model, layers' input must be feature or both, or not be named: pixels");
  }
}
