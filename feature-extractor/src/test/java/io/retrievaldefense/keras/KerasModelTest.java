package io.retrievaldefense.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.retrievaldefense.cnn.CnnArchitecture;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.Normalization;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.model.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KerasModelTest {
  private static final Normalization NONE = new Normalization(new float[1], new float[] {1});

  private static final String CONV =
      """
      {"class_name": "Conv2D", "config": {"name": "c", "batch_input_shape": [null, 8, 8, 1],
        "filters": 2, "kernel_size": [3, 3], "strides": [1, 1], "padding": "same",
        "dilation_rate": [1, 1], "use_bias": true, "activation": "relu"}}""";
  private static final String POOL =
      """
      {"class_name": "MaxPooling2D", "config": {"name": "p", "pool_size": [2, 2],
        "padding": "valid", "strides": [2, 2]}}""";
  private static final String FLATTEN =
      "{\"class_name\": \"Flatten\", \"config\": {\"name\": \"f\"}}";
  private static final String HIDDEN =
      """
      {"class_name": "Dense", "config": {"name": "d", "units": 4, "activation": "linear"}}""";
  private static final String RELU = "{\"class_name\": \"ReLU\", \"config\": {\"name\": \"r\"}}";
  private static final String LAST =
      """
      {"class_name": "Dense", "config": {"name": "o", "units": 3, "activation": "softmax"}}""";

  @TempDir private Path folder;

  private static String model(String... layers) {
    return "{\"class_name\": \"Sequential\", \"config\": {\"layers\": ["
        + String.join(",", layers)
        + "]}}";
  }

  private static CnnArchitecture read(String json) throws IOException {
    return KerasLayers.read(new ObjectMapper().readTree(json), "m.h5").architecture();
  }

  private static float[] slice(float[] all, int from, int length) {
    return Arrays.copyOfRange(all, from, from + length);
  }

  @Test
  void readsParametersInThisProjectsOrder() throws IOException {
    CnnArchitecture architecture =
        CnnArchitecture.of(new ImageShape(8, 8, 1), List.of("conv 2", "pool", "dense 4"), 3);
    CnnModel expected = CnnModel.initialized(architecture, NONE, 5);
    float[] p = expected.parameters();
    Path path = folder.resolve("m.h5");
    try (KerasFile file = new KerasFile(path)) {
      file.config(model(CONV, POOL, FLATTEN, HIDDEN, RELU, LAST));
      file.parameter("c", "kernel:0", slice(p, 0, 18), 3, 3, 1, 2);
      file.parameter("c", "bias:0", slice(p, 18, 2), 2);
      file.parameter("d", "kernel:0", slice(p, 20, 128), 32, 4);
      file.parameter("d", "bias:0", slice(p, 148, 4), 4);
      file.parameter("o", "kernel:0", slice(p, 152, 12), 4, 3);
      file.parameter("o", "bias:0", slice(p, 164, 3), 3);
    }
    CnnModel model = KerasModel.read(path, 255);
    assertThat(model.architecture()).isEqualTo(architecture);
    assertThat(model.parameters()).containsExactly(p);
    assertThat(model.normalization().deviation()).containsExactly(1 / 255f);
  }

  @Test
  void refusesWhatHasNoParameters() {
    Path path = folder.resolve("m.h5");
    try (KerasFile file = new KerasFile(path)) {
      file.config(model(CONV, FLATTEN, HIDDEN, RELU, LAST));
      file.parameter("c", "bias:0", new float[2], 2);
    }
    assertThatThrownBy(() -> KerasModel.read(path, 255))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("layer c must have a kernel: none in " + path);
  }

  @Test
  void refusesWhatIsNoHdf5() throws IOException {
    Path path = Files.writeString(folder.resolve("m.h5"), "PK..keras");
    assertThatThrownBy(() -> KerasModel.read(path, 255))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("Keras model must be an HDF5 file: " + path);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BatchNormalization | layer b must be Rescaling, Conv2D, MaxPooling2D, Flatten, Dropout,"
            + " Dense, Activation, ReLU or Softmax: BatchNormalization in m.h5",
        "GlobalAveragePooling2D | layer b must be Rescaling, Conv2D, MaxPooling2D, Flatten, Dropout,"
            + " Dense, Activation, ReLU or Softmax: GlobalAveragePooling2D in m.h5",
        "ReLU | layer b must be after a linear Conv2D or Dense: ReLU in m.h5"
      })
  void refusesOtherLayersByName(String type, String message) {
    String layer = "{\"class_name\": \"" + type + "\", \"config\": {\"name\": \"b\"}}";
    assertThatThrownBy(() -> read(model(CONV, layer, FLATTEN, HIDDEN, RELU, LAST)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[3, 3] | [5, 5] | layer c must be of kernel_size [3,3]: [5,5] in m.h5",
        "\"same\" | \"valid\" | layer c must be of padding \"same\": \"valid\" in m.h5",
        "\"relu\" | \"tanh\" | layer c must be of activation relu or linear: tanh in m.h5",
        "true | false | layer c must be of use_bias true: false in m.h5"
      })
  void refusesOtherConvolutions(String from, String to, String message) {
    assertThatThrownBy(() -> read(model(CONV.replace(from, to), FLATTEN, HIDDEN, RELU, LAST)))
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"max_value\": 6.0 | layer r must be of no max_value: 6.0 in m.h5",
        "\"max_value\": 0.0 | layer r must be of no max_value: 0.0 in m.h5",
        "\"max_value\": null, \"negative_slope\": [0.1] | layer r must be of no negative_slope:"
            + " [0.1] in m.h5",
        "\"threshold\": 0.5 | layer r must be of no threshold: 0.5 in m.h5"
      })
  void refusesOtherKindsOfReLU(String parameter, String message) {
    String other = RELU.replace("\"r\"", "\"r\", " + parameter);
    assertThatThrownBy(() -> read(model(CONV, FLATTEN, HIDDEN, other, LAST))).hasMessage(message);
  }

  @Test
  void takesAReLUWithItsParametersWrittenOut() throws IOException {
    String plain = "\"r\", \"max_value\": null, \"negative_slope\": [0.0], \"threshold\": 0";
    assertThat(read(model(CONV, FLATTEN, HIDDEN, RELU.replace("\"r\"", plain), LAST)))
        .isEqualTo(read(model(CONV, FLATTEN, HIDDEN, RELU, LAST)));
  }

  @Test
  void refusesOtherOrders() {
    assertThatThrownBy(() -> read("{\"class_name\": \"Functional\"}"))
        .hasMessage("Keras model must be Sequential: Functional in m.h5");
    assertThatThrownBy(() -> read(model(CONV, FLATTEN, HIDDEN, LAST)))
        .hasMessage("layer o must be after a layer with ReLU: linear in m.h5");
    assertThatThrownBy(() -> read(model(CONV, FLATTEN, LAST, HIDDEN)))
        .hasMessage("layer d must be before the classifying layer: Dense in m.h5");
    assertThatThrownBy(() -> read(model(CONV, FLATTEN)))
        .hasMessageStartingWith("Keras model must have an input shape and end in a Dense");
  }
}
