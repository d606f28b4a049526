package io.retrievaldefense.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.index.projection.Digests;
import io.retrievaldefense.jobs.TrainedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the exports write, what they say of it, and what they refuse. */
@ExtendWith(ExportedRun.Given.class)
class ExportFilesTest {
  private static ExportedRun exported;

  @TempDir private Path other;

  @BeforeAll
  static void export(ExportedRun run) {
    exported = run;
  }

  @Test
  void manifestsSayWhatBelongsTogetherAndWhatTheFilesAre() throws IOException {
    JsonNode models = exported.manifest("models");
    JsonNode arrays = exported.manifest("arrays");
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
    assertThat(models.path("files").fieldNames())
        .toIterable()
        .contains("README.txt", "rebuild.py", "extractor.onnx", "head-5.onnx", "head-10.onnx");
    for (String export : List.of("models", "arrays")) {
      JsonNode files = exported.manifest(export).path("files");
      try (var listed = Files.list(exported.folder().resolve(export))) {
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
        new OnnxNetwork(Files.readAllBytes(exported.folder().resolve("models/head-10.onnx")))) {
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
    ModelExport.write(exported.run(), other.resolve("models"));
    IndexExport.write(exported.run(), other.resolve("arrays"));
    for (String manifest : List.of("models/manifest.json", "arrays/manifest.json")) {
      assertThat(other.resolve(manifest))
          .hasSameBinaryContentAs(exported.folder().resolve(manifest));
    }
  }

  @Test
  void anIndexOfItsOwnHasNoProjection() throws IOException {
    String location = new TrainedRun(exported.run()).indexLocation();
    assertThat(IndexExport.write(location, new Configuration(), other.resolve("arrays")))
        .containsExactly(
            "README.txt", "centre.npy", "features.npy", "ids.npy", "labels.npy", "vectors.npy");
    assertThat(other.resolve("arrays/vectors.npy"))
        .hasSameBinaryContentAs(exported.folder().resolve("arrays/vectors.npy"));
  }

  @Test
  void refusesATargetThatHoldsAnything() throws IOException {
    Files.writeString(other.resolve("holiday.txt"), "sea");
    assertThatThrownBy(() -> ModelExport.write(exported.run(), other))
        .isInstanceOf(BadInputException.class)
        .hasMessage("export folder must be empty: " + other + " holds holiday.txt");
    assertThatThrownBy(() -> IndexExport.write(exported.run(), other.resolve("holiday.txt")))
        .isInstanceOf(BadInputException.class)
        .hasMessage("export folder must be a folder: " + other.resolve("holiday.txt"));
    assertThat(other).isDirectoryNotContaining(path -> !path.endsWith("holiday.txt"));
  }

  @Test
  void refusesHeadsOfAnotherExtractorAndLeavesNothing() throws IOException {
    Path copy = other.resolve("run");
    exported.copyRun(copy);
    // A network that was put in by hand: of the same length, so that no stamp objects.
    Path file = copy.resolve("train-extractor/cnn.model");
    CnnModel model = exported.extractor();
    float[] parameters = model.parameters().clone();
    parameters[0] += 1;
    Files.write(
        file,
        CnnModelFile.toBytes(
            new CnnModel(model.architecture(), model.normalization(), parameters),
            CnnModelFile.provenance(Files.readAllBytes(file), "cnn")));
    assertThatThrownBy(() -> ModelExport.write(ExportedRun.open(copy), other.resolve("models")))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("head-5 must be trained on the extractor ");
    try (var left = Files.list(other)) {
      assertThat(left).containsExactly(copy);
    }
  }

  @Test
  void refusesARunWhoseStepIsDamagedOrOutOfDate() throws IOException {
    Path copy = other.resolve("run");
    exported.copyRun(copy);
    Path stamp = copy.resolve("extract-features/_stamp.json");
    Files.writeString(
        stamp, Files.readString(stamp).replaceAll("(\"publication\" : \")[^\"]*", "$1later"));
    assertThatThrownBy(() -> IndexExport.write(ExportedRun.open(copy), other.resolve("arrays")))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(
            "run must have build-index finished: extract-features has been run since, in file:");
    Files.delete(copy.resolve("train-classifier/classifier-5.model"));
    assertThatThrownBy(() -> ModelExport.write(ExportedRun.open(copy), other.resolve("models")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("train-classifier finished: classifier-5.model should have ")
        .hasMessageContaining(" bytes and is gone, in file:");
  }
}
