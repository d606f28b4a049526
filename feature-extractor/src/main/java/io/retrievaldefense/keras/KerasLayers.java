package io.retrievaldefense.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.retrievaldefense.cnn.CnnArchitecture;
import io.retrievaldefense.cnn.LayerSpec;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.model.ModelFormatException;
import java.util.ArrayList;
import java.util.List;

/**
 * The layers of a sequential Keras model as an architecture of this project.
 *
 * <p>Taken are Conv2D (3x3, stride 1, same padding) and Dense, each with bias and ReLU, within the
 * layer or as Activation or ReLU after it; MaxPooling2D (2x2, stride 2, valid padding); a last
 * Dense of the classes, linear or softmax. A Rescaling before all of them becomes the normalisation
 * of pixels. InputLayer, Flatten and Dropout compute nothing here. Everything else is refused by
 * name: its function would be another.
 */
final class KerasLayers {
  private static final String TAKEN =
      "Rescaling, Conv2D, MaxPooling2D, Flatten, Dropout, Dense, Activation, ReLU or Softmax";

  private final String file;
  private final List<LayerSpec> specs = new ArrayList<>();
  private final List<String> weighted = new ArrayList<>();

  /** Whether the layer read last still waits for its activation. */
  private boolean isLinear;

  /** A classifying layer has been read; nothing may follow it. */
  private boolean isEnded;

  /** What Rescaling makes of a pixel: scale x + offset. */
  private double scale = 1;

  private double offset;
  private ImageShape input;
  private int units;

  private KerasLayers(String file) {
    this.file = file;
  }

  /**
   * What is read of a model's configuration.
   *
   * @param architecture of this project
   * @param weighted names of the layers with parameters, in order, the classifying one last
   * @param scale factor of pixels before the first of them
   * @param offset added to them after that
   */
  record Read(CnnArchitecture architecture, List<String> weighted, double scale, double offset) {}

  /**
   * @param model the file's {@code model_config}
   * @param file what to call it in errors
   * @throws ModelFormatException if the model is not sequential, or a layer is not one of those
   *     taken
   */
  static Read read(JsonNode model, String file) throws ModelFormatException {
    if (!model.path("class_name").asText().equals("Sequential")) {
      throw new ModelFormatException(
          "Keras model must be Sequential: " + model.path("class_name").asText() + " in " + file);
    }
    JsonNode layers = model.path("config");
    KerasLayers reader = new KerasLayers(file);
    for (JsonNode layer : layers.isArray() ? layers : layers.path("layers")) {
      reader.layer(layer.path("class_name").asText(), layer.path("config"));
    }
    return reader.finish();
  }

  private void layer(String type, JsonNode config) throws ModelFormatException {
    String name = config.path("name").asText(type);
    JsonNode shape =
        config.has("batch_input_shape")
            ? config.path("batch_input_shape")
            : config.path("batch_shape");
    if (shape.isArray() && input == null) {
      input = shape(shape, name);
    }
    require(!isEnded, name, type, "before the classifying layer");
    switch (type) {
      case "InputLayer", "Flatten", "Dropout" -> {}
      case "Rescaling" -> rescaling(name, config);
      case "Conv2D" -> convolution(name, config);
      case "MaxPooling2D" -> pool(name, config);
      case "Dense" -> dense(name, config);
      case "ReLU" -> {
        requireNone(config, "max_value", name);
        requireNone(config, "negative_slope", name);
        requireNone(config, "threshold", name);
        rectified(name, type);
      }
      case "Activation" -> activation(name, config.path("activation").asText());
      case "Softmax" -> softmax(name);
      default ->
          throw new ModelFormatException(
              "layer " + name + " must be " + TAKEN + ": " + type + " in " + file);
    }
  }

  private void rescaling(String name, JsonNode config) throws ModelFormatException {
    require(specs.isEmpty(), name, "Rescaling", "before all layers with parameters");
    JsonNode factor = config.path("scale");
    JsonNode shift = config.path("offset");
    boolean isOne = factor.isNumber() && factor.asDouble() != 0 && shift.isNumber();
    require(isOne, name, factor + ", " + shift, "of one scale and one offset");
    scale *= factor.asDouble();
    offset = offset * factor.asDouble() + shift.asDouble();
  }

  private ImageShape shape(JsonNode shape, String name) throws ModelFormatException {
    require(shape.size() == 4, name, shape.toString(), "of input shape [null, H, W, C]");
    return new ImageShape(shape.path(1).asInt(), shape.path(2).asInt(), shape.path(3).asInt());
  }

  private void convolution(String name, JsonNode config) throws ModelFormatException {
    requireActivated(name);
    requireValue(config, "kernel_size", "[3,3]", name);
    requireValue(config, "strides", "[1,1]", name);
    requireValue(config, "padding", "\"same\"", name);
    requireDefault(config, "dilation_rate", "[1,1]", name);
    requireDefault(config, "groups", "1", name);
    requireDefault(config, "data_format", "\"channels_last\"", name);
    requireDefault(config, "use_bias", "true", name);
    specs.add(new LayerSpec.Convolution(config.path("filters").asInt()));
    weighted.add(name);
    activate(name, config.path("activation").asText("linear"));
  }

  private void pool(String name, JsonNode config) throws ModelFormatException {
    requireActivated(name);
    requireValue(config, "pool_size", "[2,2]", name);
    requireDefault(config, "strides", "[2,2]", name);
    requireDefault(config, "padding", "\"valid\"", name);
    requireDefault(config, "data_format", "\"channels_last\"", name);
    specs.add(new LayerSpec.MaxPool());
  }

  private void dense(String name, JsonNode config) throws ModelFormatException {
    requireActivated(name);
    requireDefault(config, "use_bias", "true", name);
    units = config.path("units").asInt();
    specs.add(new LayerSpec.Dense(units));
    weighted.add(name);
    String activation = config.path("activation").asText("linear");
    if (activation.equals("softmax")) {
      isEnded = true;
    } else {
      activate(name, activation);
    }
  }

  private void activate(String name, String activation) throws ModelFormatException {
    require(
        activation.equals("relu") || activation.equals("linear"),
        name,
        activation,
        "of activation relu or linear");
    isLinear = activation.equals("linear");
  }

  private void activation(String name, String activation) throws ModelFormatException {
    if (activation.equals("softmax")) {
      softmax(name);
    } else {
      require(activation.equals("relu"), name, activation, "relu or softmax");
      rectified(name, activation);
    }
  }

  private void rectified(String name, String type) throws ModelFormatException {
    require(isLinear, name, type, "after a linear Conv2D or Dense");
    isLinear = false;
  }

  private void softmax(String name) throws ModelFormatException {
    boolean isClassifying =
        !specs.isEmpty() && specs.get(specs.size() - 1) instanceof LayerSpec.Dense && isLinear;
    require(isClassifying, name, "Softmax", "after a linear Dense");
    isLinear = false;
    isEnded = true;
  }

  private Read finish() throws ModelFormatException {
    boolean classifies =
        (isEnded || isLinear)
            && !specs.isEmpty()
            && specs.get(specs.size() - 1) instanceof LayerSpec.Dense;
    if (!classifies || input == null) {
      throw new ModelFormatException(
          "Keras model must have an input shape and end in a Dense, linear or softmax: "
              + specs
              + " in "
              + file);
    }
    specs.remove(specs.size() - 1);
    try {
      return new Read(
          new CnnArchitecture(input, specs, units), List.copyOf(weighted), scale, offset);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException("Keras model " + e.getMessage() + " in " + file);
    }
  }

  private void requireActivated(String name) throws ModelFormatException {
    require(!isLinear, name, "linear", "after a layer with ReLU");
  }

  private void requireDefault(JsonNode config, String key, String value, String name)
      throws ModelFormatException {
    if (config.hasNonNull(key)) {
      requireValue(config, key, value, name);
    }
  }

  /** A parameter of ReLU that is not there, or 0: a number or, as Keras 2 wrote it, an array. */
  private void requireNone(JsonNode config, String key, String name) throws ModelFormatException {
    JsonNode value = config.path(key);
    JsonNode number = value.size() == 1 ? value.path(0) : value;
    boolean isNone =
        value.isMissingNode()
            || value.isNull()
            || (number.isNumber() && number.asDouble() == 0 && !key.equals("max_value"));
    require(isNone, name, value.toString(), "of no " + key);
  }

  private void requireValue(JsonNode config, String key, String value, String name)
      throws ModelFormatException {
    require(
        config.path(key).toString().equals(value),
        name,
        config.path(key).toString(),
        "of " + key + " " + value);
  }

  private void require(boolean holds, String name, String actual, String rule)
      throws ModelFormatException {
    if (!holds) {
      throw new ModelFormatException(
          "layer " + name + " must be " + rule + ": " + actual + " in " + file);
    }
  }
}
