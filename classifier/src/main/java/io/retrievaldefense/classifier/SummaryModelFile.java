package io.retrievaldefense.classifier;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.retrievaldefense.model.ModelFile;
import io.retrievaldefense.model.ModelFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a {@link SummaryModel} as a {@link ModelFile} and reads it back. */
public final class SummaryModelFile {

  private static final String KIND = "summary-classifier";
  private static final String INPUT = "input";
  private static final String OF_FEATURE = "feature";
  private static final String OF_BOTH = "both";

  private SummaryModelFile() {}

  /** The file's bytes; provenance holds no clock times, so that the digest can be reproduced. */
  public static byte[] toBytes(SummaryModel model, Map<String, String> provenance) {
    ObjectNode header = ModelFile.header(KIND);
    header.put("featureLength", model.shape().featureLength());
    header.put("classes", model.shape().classes());
    ArrayNode hidden = header.putArray("hidden");
    model.shape().hidden().forEach(hidden::add);
    switch (model.shape().input()) {
      case SUMMARY -> {}
      case FEATURE -> header.put(INPUT, OF_FEATURE);
      case BOTH -> header.put(INPUT, OF_BOTH);
    }
    header.put("neighbors", model.neighbors());
    header.put("featureScale", model.featureScale());
    ObjectNode origin = header.putObject("provenance");
    new TreeMap<>(provenance).forEach(origin::put);
    return new ModelFile(header, model.parameters()).toBytes();
  }

  /**
   * @param name what to call the file in errors
   * @throws ModelFormatException if the bytes are not such a model, whole and undamaged
   */
  public static SummaryModel parse(byte[] bytes, String name) throws ModelFormatException {
    ModelFile file = ModelFile.parse(bytes, name, KIND);
    List<Integer> hidden = new ArrayList<>();
    file.header().path("hidden").forEach(units -> hidden.add(units.asInt()));
    try {
      return new SummaryModel(
          new SummaryShape(
              file.header().path("featureLength").asInt(),
              file.header().path("classes").asInt(),
              hidden,
              input(file.header().path(INPUT).asText(""))),
          file.header().path("neighbors").asInt(),
          file.header().path("featureScale").asDouble(),
          file.parameters());
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException("model file is damaged: " + name + ", " + e.getMessage());
    }
  }

  private static LayerInput input(String written) {
    return switch (written) {
      case "" -> LayerInput.SUMMARY;
      case OF_FEATURE -> LayerInput.FEATURE;
      case OF_BOTH -> LayerInput.BOTH;
      default ->
          throw new IllegalArgumentException(
              "layers' input must be %s or %s, or not be named: %s"
                  .formatted(OF_FEATURE, OF_BOTH, written));
    };
  }

  /** The provenance that was written with the model, by key. */
  public static Map<String, String> provenance(byte[] bytes, String name)
      throws ModelFormatException {
    return ModelFile.parse(bytes, name, KIND).provenance();
  }
}
