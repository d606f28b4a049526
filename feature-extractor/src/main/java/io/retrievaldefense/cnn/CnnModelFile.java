package io.retrievaldefense.cnn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.model.ModelFile;
import io.retrievaldefense.model.ModelFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a {@link CnnModel} as a {@link ModelFile} and reads it back. */
public final class CnnModelFile {

  private static final String KIND = "cnn";

  private CnnModelFile() {}

  /**
   * @param provenance how the model came about: data digest, options, accuracy; no clock times, or
   *     the same training would not give the same digest
   */
  public static byte[] toBytes(CnnModel model, Map<String, String> provenance) {
    ObjectNode header = ModelFile.header(KIND);
    ImageShape shape = model.architecture().input();
    header.putArray("shape").add(shape.height()).add(shape.width()).add(shape.channels());
    ArrayNode layers = header.putArray("layers");
    model.architecture().layers().forEach(layer -> layers.add(layer.toString()));
    header.put("classes", model.architecture().classes());
    put(header.putArray("mean"), model.normalization().mean());
    put(header.putArray("deviation"), model.normalization().deviation());
    ObjectNode origin = header.putObject("provenance");
    new TreeMap<>(provenance).forEach(origin::put);
    return new ModelFile(header, model.parameters()).toBytes();
  }

  /**
   * @param name what to call the file in errors
   * @throws ModelFormatException if the bytes are not a CNN, whole and undamaged
   */
  public static CnnModel parse(byte[] bytes, String name) throws ModelFormatException {
    ModelFile file = ModelFile.parse(bytes, name, KIND);
    JsonNode header = file.header();
    try {
      JsonNode shape = header.path("shape");
      List<String> layers = new ArrayList<>();
      header.path("layers").forEach(layer -> layers.add(layer.asText()));
      CnnArchitecture architecture =
          CnnArchitecture.of(
              new ImageShape(shape.path(0).asInt(), shape.path(1).asInt(), shape.path(2).asInt()),
              layers,
              header.path("classes").asInt());
      Normalization normalization =
          new Normalization(floats(header.path("mean")), floats(header.path("deviation")));
      return new CnnModel(architecture, normalization, file.parameters());
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException("model file is damaged: " + name + ", " + e.getMessage());
    }
  }

  /** The provenance that was written with the model, by key. */
  public static Map<String, String> provenance(byte[] bytes, String name)
      throws ModelFormatException {
    return ModelFile.parse(bytes, name, KIND).provenance();
  }

  private static void put(ArrayNode array, float[] values) {
    for (float v : values) {
      array.add(v);
    }
  }

  private static float[] floats(JsonNode array) {
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) array.get(i).asDouble();
    }
    return values;
  }
}
