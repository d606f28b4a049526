package io.retrievaldefense.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.retrievaldefense.classifier.BaselineClassifier;
import io.retrievaldefense.classifier.IndexRetriever;
import io.retrievaldefense.classifier.RetrievalClassifier;
import io.retrievaldefense.classifier.RetrievalHead;
import io.retrievaldefense.classifier.SummaryModelFile;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.features.CnnFeatureExtractor;
import io.retrievaldefense.images.StreetNumberGenerator;
import io.retrievaldefense.images.StreetNumberSplit;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.projection.Digests;
import io.retrievaldefense.index.query.IndexReader;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.index.shard.Verification;
import io.retrievaldefense.jobs.RunHarness;
import io.retrievaldefense.jobs.TrainedRun;
import io.retrievaldefense.pipeline.FinishedRun;
import io.retrievaldefense.pipeline.PipelineRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A trained run, exported, put together again by {@link RebuiltDefense}, against the run itself.
 */
class ExportedDefenseTest {
  private static final int IMAGES = 100;
  private static final float TOLERANCE = 1e-4f;

  @TempDir private static Path folder;
  private static FinishedRun finished;
  private static float[][] images;

  @TempDir private Path other;

  @BeforeAll
  static void trainAndExport() throws IOException {
    RunConfig config =
        RunHarness.config(
            "classifier.neighbors=[5,10]", "index.engine=exact", "report.recall-queries=5");
    try (SparkSession spark = RunHarness.spark("local[2]")) {
      RunHarness.run(spark, folder.resolve("run"), config, PipelineRunner::all);
      finished = open(folder.resolve("run"));
      AttacksExport.write(finished, folder.resolve("attacks"), spark);
    }
    ModelExport.write(finished, folder.resolve("models"));
    IndexExport.write(finished, folder.resolve("arrays"));
    StreetNumberGenerator generator = new StreetNumberGenerator(77);
    images = new float[IMAGES][];
    for (int i = 0; i < IMAGES; i++) {
      images[i] = generator.image(StreetNumberSplit.TEST, i, i).unitPixels();
    }
  }

  private static FinishedRun open(Path run) throws IOException {
    return FinishedRun.open(new org.apache.hadoop.fs.Path(run.toUri()), new Configuration());
  }

  private static CnnModel extractor() throws IOException {
    return CnnModelFile.parse(new TrainedRun(finished).extractor(), "extractor");
  }

  private static RebuiltDefense rebuilt(int neighbors) throws IOException {
    return new RebuiltDefense(folder.resolve("models"), folder.resolve("arrays"), neighbors);
  }

  private static JsonNode manifest(String export) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(export).resolve("manifest.json").toFile());
  }

  private static void assertClose(float[][] actual, float[][] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).containsExactly(expected[i], offset(TOLERANCE));
    }
  }

  private static int[] labels(float[][] logits) {
    int[] labels = new int[logits.length];
    for (int i = 0; i < labels.length; i++) {
      for (int c = 1; c < logits[i].length; c++) {
        labels[i] = logits[i][c] > logits[i][labels[i]] ? c : labels[i];
      }
    }
    return labels;
  }

  @Test
  void baselineAndExtractorGiveTheSame() throws IOException {
    try (RebuiltDefense rebuilt = rebuilt(5);
        BaselineClassifier baseline = new BaselineClassifier(extractor(), IMAGES);
        CnnFeatureExtractor features =
            new CnnFeatureExtractor(extractor(), new TrainedRun(finished).featureLayer(), IMAGES)) {
      assertClose(rebuilt.baselineLogits(images), baseline.logits(images));
      assertClose(rebuilt.features(images), features.features(images));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 10})
  void theWholeDefenceGivesTheSame(int neighbors) throws IOException {
    TrainedRun run = new TrainedRun(finished);
    IndexStore store = IndexStore.at(run.indexLocation());
    try (NeighborIndex index =
            IndexReader.open(store, store.manifest(), Verification.CONTENT, "exact");
        RetrievalClassifier ours =
            new RetrievalClassifier(
                extractor(),
                run.featureLayer(),
                IMAGES,
                RetrievalHead.of(
                    new IndexRetriever(run.projection(), index),
                    SummaryModelFile.parse(run.classifiers().get(neighbors), "head")));
        RebuiltDefense rebuilt = rebuilt(neighbors)) {
      float[][] expected = ours.logits(images);
      float[][] actual = rebuilt.logits(images);
      assertThat(labels(actual)).isEqualTo(labels(expected));
      assertClose(actual, expected);
    }
  }

  /** Lines of a file without quotes, by column. */
  private static List<Map<String, String>> csv(String file) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("attacks").resolve(file));
    String[] columns = lines.get(0).split(",");
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] values = line.split(",");
      Map<String, String> row = new HashMap<>();
      for (int i = 0; i < columns.length; i++) {
        row.put(columns[i], values[i]);
      }
      rows.add(row);
    }
    return rows;
  }

  @Test
  void storedExamplesAreInTheirBalls() throws IOException {
    List<Map<String, String>> rows = csv("adversarial.csv");
    Path attacks = folder.resolve("attacks");
    float[][] adversarial = RebuiltDefense.rows(attacks.resolve("adversarial.npy"), rows.size());
    long[] which = RebuiltDefense.longs(attacks.resolve("original.npy"));
    long[] ids = RebuiltDefense.longs(attacks.resolve("ids.npy"));
    long[] labels = RebuiltDefense.longs(attacks.resolve("labels.npy"));
    float[][] originals = RebuiltDefense.rows(attacks.resolve("originals.npy"), ids.length);
    assertThat(rows).extracting(row -> row.get("model")).contains("baseline", "N=5", "N=10");
    for (int i = 0; i < rows.size(); i++) {
      Map<String, String> row = rows.get(i);
      int original = (int) which[i];
      assertThat(ids[original]).isEqualTo(Long.parseLong(row.get("example")));
      assertThat(labels[original]).isEqualTo(Long.parseLong(row.get("label")));
      double largest = 0;
      int outside = 0;
      for (int j = 0; j < adversarial[i].length; j++) {
        outside += adversarial[i][j] >= 0 && adversarial[i][j] <= 1 ? 0 : 1;
        largest = Math.max(largest, Math.abs(adversarial[i][j] - originals[original][j]));
      }
      assertThat(outside).as("pixels outside [0, 1]").isZero();
      assertThat(largest)
          .isLessThanOrEqualTo(Double.parseDouble(row.get("epsilon")) + 1e-6)
          .isCloseTo(Double.parseDouble(row.get("norm")), within(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"baseline", "N=5", "N=10"})
  void storedExamplesSucceedOutside(String model) throws IOException {
    List<Map<String, String>> rows = csv("adversarial.csv");
    float[][] adversarial =
        RebuiltDefense.rows(folder.resolve("attacks/adversarial.npy"), rows.size());
    List<float[]> chosen = new ArrayList<>();
    List<Integer> expected = new ArrayList<>();
    int fooled = 0;
    for (int i = 0; i < rows.size(); i++) {
      Map<String, String> row = rows.get(i);
      if (row.get("model").equals(model)) {
        chosen.add(adversarial[i]);
        expected.add(Integer.parseInt(row.get("label_after")));
        boolean robust = Boolean.parseBoolean(row.get("robust"));
        assertThat(row.get("label").equals(row.get("label_after"))).isEqualTo(robust);
        fooled += robust ? 0 : 1;
      }
    }
    assertThat(fooled).isPositive();
    int neighbors = model.equals("N=10") ? 10 : 5;
    try (RebuiltDefense rebuilt = rebuilt(neighbors)) {
      float[][] inputs = chosen.toArray(float[][]::new);
      float[][] logits =
          model.equals("baseline")
              ? rebuilt.baselineLogitsOfChannelsFirst(inputs)
              : rebuilt.logitsOfChannelsFirst(inputs);
      assertThat(labels(logits)).containsExactly(expected.toArray(Integer[]::new));
    }
  }

  @Test
  void everyRowOfTheEvaluationIsThere() throws IOException {
    assertThat(csv("rows.csv"))
        .hasSize(manifest("attacks").path("rows").asInt())
        .extracting(row -> row.get("attack"))
        .anyMatch(attack -> attack.startsWith("fgsm"));
  }

  @Test
  void refusesAnEvaluationThatStoredNoExamples() throws IOException {
    Path copy = other.resolve("run");
    copy(folder.resolve("run"), copy);
    Path stamp = copy.resolve("evaluate-attacks/_stamp.json");
    Files.writeString(stamp, Files.readString(stamp).replace("\"examples/", "\"none/"));
    Files.move(copy.resolve("evaluate-attacks/examples"), copy.resolve("evaluate-attacks/none"));
    try (SparkSession spark = RunHarness.spark("local[1]")) {
      assertThatThrownBy(() -> AttacksExport.write(open(copy), other.resolve("attacks"), spark))
          .isInstanceOf(BadInputException.class)
          .hasMessageStartingWith("evaluation must have stored its adversarial examples: file:")
          .hasMessageEndingWith("evaluate-attacks has none");
    }
    assertThat(other.resolve("attacks")).doesNotExist();
  }

  @Test
  void manifestsSayWhatBelongsTogetherAndWhatTheFilesAre() throws IOException {
    JsonNode models = manifest("models");
    JsonNode arrays = manifest("arrays");
    for (String digest : List.of("data-digest", "extractor-digest", "projection-digest")) {
      assertThat(models.path(digest).asText()).hasSize(64).isEqualTo(arrays.path(digest).asText());
    }
    assertThat(models.path("format").asText()).isEqualTo("retrieval-defense-models-1");
    assertThat(models.path("images").asText())
        .isEqualTo("float32 [n, 3, 32, 32]: channels first, red green blue, pixels in [0, 1]");
    assertThat(models.path("classes")).hasSize(10);
    assertThat(models.path("networks").path("head-5").path("neighbors").asText()).isEqualTo("5");
    assertThat(arrays.path("rows").asInt()).isEqualTo(300);
    assertThat(arrays.path("dimension").asInt()).isEqualTo(12);
    for (String export : List.of("models", "arrays")) {
      JsonNode files = manifest(export).path("files");
      try (var listed = Files.list(folder.resolve(export))) {
        for (Path file : listed.toList()) {
          String name = file.getFileName().toString();
          if (!name.equals("manifest.json")) {
            assertThat(files.path(name).path("sha256").asText())
                .isEqualTo(Digests.hex(Files.readAllBytes(file)));
          }
        }
      }
      assertThat(files.has("README.txt")).isTrue();
    }
    try (OnnxNetwork head =
        new OnnxNetwork(Files.readAllBytes(folder.resolve("models/head-10.onnx")))) {
      assertThat(head.metadata())
          .containsEntry("neighbors", "10")
          .containsEntry("network", "head-10")
          .containsEntry("extractor-digest", models.path("extractor-digest").asText())
          .containsKeys("mean", "deviation", "seed", "classifier-digest", "classes");
    }
  }

  @Test
  void theSameRunGivesTheSameFilesAlsoInAnEmptyFolder() throws IOException {
    Files.createDirectory(other.resolve("models"));
    ModelExport.write(finished, other.resolve("models"));
    IndexExport.write(finished, other.resolve("arrays"));
    for (String manifest : List.of("models/manifest.json", "arrays/manifest.json")) {
      assertThat(other.resolve(manifest)).hasSameBinaryContentAs(folder.resolve(manifest));
    }
  }

  @Test
  void anIndexOfItsOwnHasNoProjection() throws IOException {
    String location = new TrainedRun(finished).indexLocation();
    assertThat(IndexExport.write(location, new Configuration(), other.resolve("arrays")))
        .containsExactly(
            "README.txt", "centre.npy", "features.npy", "ids.npy", "labels.npy", "vectors.npy");
    assertThat(other.resolve("arrays/vectors.npy"))
        .hasSameBinaryContentAs(folder.resolve("arrays/vectors.npy"));
  }

  @Test
  void refusesATargetThatHoldsAnything() throws IOException {
    Files.writeString(other.resolve("holiday.txt"), "sea");
    assertThatThrownBy(() -> ModelExport.write(finished, other))
        .isInstanceOf(BadInputException.class)
        .hasMessage("export folder must be empty: " + other + " holds holiday.txt");
    assertThatThrownBy(() -> IndexExport.write(finished, other.resolve("holiday.txt")))
        .isInstanceOf(BadInputException.class)
        .hasMessage("export folder must be a folder: " + other.resolve("holiday.txt"));
    assertThat(other).isDirectoryNotContaining(path -> !path.endsWith("holiday.txt"));
  }

  @Test
  void refusesHeadsOfAnotherExtractorAndLeavesNothing() throws IOException {
    Path copy = other.resolve("run");
    copy(folder.resolve("run"), copy);
    // A network that was put in by hand: of the same length, so that no stamp objects.
    Path file = copy.resolve("train-extractor/cnn.model");
    CnnModel model = extractor();
    float[] parameters = model.parameters().clone();
    parameters[0] += 1;
    Files.write(
        file,
        CnnModelFile.toBytes(
            new CnnModel(model.architecture(), model.normalization(), parameters),
            CnnModelFile.provenance(Files.readAllBytes(file), "cnn")));
    assertThatThrownBy(() -> ModelExport.write(open(copy), other.resolve("models")))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("head-5 must be trained on the extractor ");
    try (var left = Files.list(other)) {
      assertThat(left).containsExactly(copy);
    }
  }

  @Test
  void refusesARunWhoseStepIsDamagedOrOutOfDate() throws IOException {
    Path copy = other.resolve("run");
    copy(folder.resolve("run"), copy);
    Path stamp = copy.resolve("extract-features/_stamp.json");
    Files.writeString(
        stamp, Files.readString(stamp).replaceAll("(\"publication\" : \")[^\"]*", "$1later"));
    assertThatThrownBy(() -> IndexExport.write(open(copy), other.resolve("arrays")))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(
            "run must have build-index finished: extract-features has been run since, in file:");
    Files.delete(copy.resolve("train-classifier/classifier-5.model"));
    assertThatThrownBy(() -> ModelExport.write(open(copy), other.resolve("models")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("train-classifier finished: classifier-5.model should have ")
        .hasMessageContaining(" bytes and is gone, in file:");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
