package io.retrievaldefense.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.retrievaldefense.classifier.SummaryModel;
import io.retrievaldefense.classifier.SummaryModelFile;
import io.retrievaldefense.classifier.SummaryOnnx;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.cnn.CnnOnnx;
import io.retrievaldefense.cnn.FeatureLayer;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.index.projection.Projection;
import io.retrievaldefense.jobs.TrainedRun;
import io.retrievaldefense.model.ModelFile;
import io.retrievaldefense.onnx.OnnxGraph;
import io.retrievaldefense.pipeline.FinishedRun;
import io.retrievaldefense.pipeline.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The networks of a run as ONNX files: {@code baseline.onnx}, {@code extractor.onnx} and {@code
 * head-N.onnx} for every N, what they are in {@code manifest.json} and in their own metadata, how
 * they make up the defence in {@code README.txt} and {@code rebuild.py}.
 */
public final class ModelExport {
  private static final String FORMAT = "retrieval-defense-models-1";

  private final TrainedRun run;
  private final byte[] extractor;
  private final SortedMap<Integer, byte[]> heads;
  private final SortedMap<String, String> facts = new TreeMap<>();

  private ModelExport(FinishedRun finished) throws IOException {
    run = new TrainedRun(finished);
    heads = run.classifiers();
    extractor = run.extractor();
  }

  /**
   * Writes the export.
   *
   * @param run with trained classifiers
   * @param target a folder that is not there yet, or is empty
   * @return the names of the files
   * @throws BadInputException if a step of the run is not finished, its models are not of each
   *     other, or the target holds anything
   */
  public static List<String> write(FinishedRun run, Path target) throws IOException {
    ExportFolder.requireFree(target);
    ModelExport export = new ModelExport(run);
    try (ExportFolder folder = ExportFolder.begin(target, FORMAT)) {
      export.write(folder);
      return folder.publish();
    }
  }

  private void write(ExportFolder folder) throws IOException {
    CnnModel model = CnnModelFile.parse(extractor, "extractor");
    CnnModel baseline = CnnModelFile.parse(run.baseline(), "baseline");
    FeatureLayer layer = run.featureLayer();
    if (layer == FeatureLayer.MULTI_LAYER) {
      throw new BadInputException(
          "extractor.feature must be of one layer for an export of models: multi-layer");
    }
    gather(model, layer);
    ObjectNode networks = folder.manifest().putObject("networks");
    write(folder, networks, "baseline", CnnOnnx.logits(baseline), Map.of());
    write(folder, networks, "extractor", CnnOnnx.features(model, layer), Map.of());
    for (var head : heads.entrySet()) {
      write(folder, networks, "head-" + head.getKey(), head.getValue());
    }
    facts.forEach((key, value) -> folder.manifest().put(key, value));
    ArrayNode classes = folder.manifest().putArray("classes");
    run.classNames().forEach(classes::add);
    folder.writeResource("models-README.txt", "README.txt");
    folder.writeResource("rebuild.py", "rebuild.py");
  }

  /** What is said of every network. */
  private void gather(CnnModel model, FeatureLayer layer) throws IOException {
    ImageShape shape = model.architecture().input();
    Projection projection = run.projection();
    facts.put(
        "images",
        String.format(
            Locale.ROOT,
            "float32 [n, %d, %d, %d]: channels first, %s, pixels in [0, 1]",
            shape.channels(),
            shape.height(),
            shape.width(),
            shape.channels() == 3 ? "red green blue" : "one channel"));
    facts.put("classes", String.join(", ", run.classNames()));
    facts.put("mean", Arrays.toString(model.normalization().mean()));
    facts.put("deviation", Arrays.toString(model.normalization().deviation()));
    facts.put("layers", model.architecture().layers().toString());
    facts.put("feature", layer.name().toLowerCase(Locale.ROOT));
    facts.put("feature-length", Integer.toString(projection.inputDimension()));
    facts.put("projection-dimension", Integer.toString(projection.outputDimension()));
    facts.put("projection-seed", Long.toString(projection.seed()));
    facts.put("projection-digest", projection.digest());
    facts.put("neighbors", heads.keySet().toString());
    facts.put("seed", run.seed());
    facts.put("data-digest", run.dataDigest());
    facts.put("extractor-digest", run.extractorDigest());
    CnnModelFile.provenance(extractor, "extractor")
        .forEach((key, value) -> facts.put("extractor: " + key, value));
  }

  private void write(ExportFolder folder, ObjectNode networks, String name, byte[] head)
      throws IOException {
    SummaryModel model = SummaryModelFile.parse(head, name);
    Map<String, String> provenance = SummaryModelFile.provenance(head, name);
    String digest = run.extractorDigest();
    if (!digest.equals(provenance.get("extractor"))) {
      throw new BadInputException(
          name
              + " must be trained on the extractor "
              + digest
              + ": "
              + provenance.get("extractor"));
    }
    Map<String, String> own = new TreeMap<>();
    own.put("neighbors", Integer.toString(model.neighbors()));
    own.put("classifier-digest", ModelFile.digest(head));
    own.put("hidden", model.shape().hidden().toString());
    own.put("layers-input", model.shape().input().name().toLowerCase(Locale.ROOT));
    own.put("feature-scale", Double.toString(model.featureScale()));
    provenance.forEach((key, value) -> own.put("classifier: " + key, value));
    write(folder, networks, name, SummaryOnnx.graph(model), own);
  }

  private void write(
      ExportFolder folder,
      ObjectNode networks,
      String name,
      OnnxGraph graph,
      Map<String, String> own)
      throws IOException {
    Map<String, String> metadata = new TreeMap<>(facts);
    metadata.putAll(own);
    metadata.put("network", name);
    String file = name + ".onnx";
    folder.write(file, graph.toBytes(Version.current(), metadata));
    ObjectNode entry = networks.putObject(name).put("file", file);
    new TreeMap<>(own).forEach((key, value) -> entry.put(key, value));
  }
}
