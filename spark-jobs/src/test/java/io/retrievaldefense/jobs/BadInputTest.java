package io.retrievaldefense.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.index.lifecycle.IndexLifecycle;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.model.ModelFile;
import io.retrievaldefense.model.ModelFormatException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run says of bad input, and that it leaves nothing behind that looks finished. */
class BadInputTest {

  private static SparkSession spark;

  @TempDir private Path folder;

  @BeforeAll
  static void startSpark() {
    spark = RunHarness.spark("local[2]");
  }

  @AfterAll
  static void stopSpark() {
    spark.close();
  }

  private void run(RunConfig config, RunHarness.Call call) throws IOException {
    RunHarness.run(spark, folder.resolve("out"), config, call);
  }

  private void prepare(String... settings) throws IOException {
    run(RunHarness.config(settings), runner -> runner.only("prepare"));
  }

  private void nothingOf(String step) {
    assertThat(folder.resolve("out").resolve(step)).doesNotExist();
  }

  /** A folder of tiny pictures of two classes, with parts train and test. */
  private Path images() throws IOException {
    Path root = folder.resolve("images");
    for (String part : List.of("train", "test")) {
      for (String name : List.of("cat", "dog")) {
        Path folderOfClass = Files.createDirectories(root.resolve(part).resolve(name));
        for (int i = 0; i < 10; i++) {
          BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
          image.setRGB(i % 8, name.equals("cat") ? 1 : 6, 0xff0000);
          ImageIO.write(image, "png", folderOfClass.resolve(i + ".png").toFile());
        }
      }
    }
    return root;
  }

  private static String[] ofImages(Path root, String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "data.source=image-folder",
                "data.root=" + root,
                "data.height=8",
                "data.width=8",
                "data.training.part=train",
                "data.training.count=8",
                "data.validation.part=train",
                "data.validation.count=4",
                "data.private.part=train",
                "data.private.count=8",
                "data.test.part=test",
                "data.test.count=all"));
    settings.addAll(List.of(more));
    return settings.toArray(String[]::new);
  }

  @Test
  void moreNeighboursThanThePrivateSetHolds() {
    assertThatThrownBy(() -> prepare("classifier.neighbors=[3,301]"))
        .isInstanceOf(BadInputException.class)
        .hasMessage("classifier.neighbors must be at most the size of the private set, 300: 301");
    nothingOf("prepare");
  }

  @Test
  void aRootThatIsNotThere() {
    assertThatThrownBy(() -> prepare(ofImages(folder.resolve("nowhere"))))
        .isInstanceOf(BadInputException.class)
        .hasMessage("data.root must exist: " + folder.resolve("nowhere"));
    nothingOf("prepare");
  }

  @Test
  void anUnreadableImageFailsTheRunByNameUnlessItsShareIsAllowed() throws IOException {
    Path root = images();
    Files.writeString(root.resolve("test/dog/3.png"), "no picture");
    assertThatThrownBy(() -> prepare(ofImages(root)))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(
            "unreadable images must be at most the share 0.0 of data.max-unreadable-share:"
                + " 1 of 40, the first")
        .hasMessageContaining("test/dog/3.png");
    nothingOf("prepare");
    Path lenient = folder.resolve("lenient");
    RunHarness.run(
        spark,
        lenient,
        RunHarness.config(ofImages(root, "data.max-unreadable-share=0.05")),
        runner -> runner.only("prepare"));
    DatasetInfo info =
        DatasetInfo.read(
            new org.apache.hadoop.fs.Path(lenient.resolve("prepare").toUri()),
            spark.sparkContext().hadoopConfiguration());
    assertThat(info.count(Split.TEST)).isEqualTo(19);
    assertThat(info.count(Split.PRIVATE)).isEqualTo(8);
    assertThat(info.unreadable()).singleElement().asString().contains("test/dog/3.png");
  }

  @Test
  void aPartWithTooFewImagesForItsSplits() throws IOException {
    Path root = images();
    assertThatThrownBy(
            () -> prepare(ofImages(root, "data.private.part=train", "data.private.count=9")))
        .isInstanceOf(BadInputException.class)
        .hasMessage("part train must have images for its splits, 21: 20");
    nothingOf("prepare");
  }

  @Test
  void classesThatDifferBetweenParts() throws IOException {
    Path root = images();
    try (Stream<Path> files = Files.list(root.resolve("test/dog"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(root.resolve("test/dog"));
    assertThatThrownBy(() -> prepare(ofImages(root))).hasMessageContaining("dog");
    nothingOf("prepare");
  }

  @Test
  void damagedFilesOfFinishedStepsAreFoundOut() throws IOException {
    RunConfig config = RunHarness.config();
    Path out = folder.resolve("out");
    for (String step : List.of("prepare", "train-extractor", "extract-features", "build-index")) {
      run(config, runner -> runner.only(step));
    }
    Path shard;
    try (Stream<Path> files = Files.walk(out.resolve("build-index/index"))) {
      shard =
          files
              .filter(Files::isRegularFile)
              .filter(file -> !file.toString().endsWith(".json"))
              .findFirst()
              .orElseThrow();
    }
    byte[] whole = Files.readAllBytes(shard);
    byte[] damaged = whole.clone();
    damaged[damaged.length / 2] ^= 4;
    Files.write(shard, damaged);
    assertThatThrownBy(() -> run(config, runner -> runner.only("find-neighbors")))
        .hasMessageContaining(shard.getFileName().toString());
    nothingOf("find-neighbors");
    Files.write(shard, whole);

    Path model = out.resolve("train-extractor/cnn.model");
    byte[] bytes = Files.readAllBytes(model);
    byte[] flipped = bytes.clone();
    flipped[bytes.length / 2] ^= 1;
    Files.write(model, flipped);
    RunConfig again = RunHarness.config("projection.dimension=10");
    assertThatThrownBy(() -> run(again, runner -> runner.only("extract-features")))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("cnn.model")
        .hasMessageContaining("checksum");
    Files.write(
        model,
        new ModelFile(ModelFile.header("poem"), new float[(bytes.length - 79) / 4]).toBytes());
    assertThatThrownBy(() -> run(again, runner -> runner.only("extract-features")))
        .hasMessageContaining("cnn.model");
    Files.write(model, bytes);
    run(again, runner -> runner.only("extract-features"));
  }

  /** Compacting counts rows anew, so that classifiers would learn from other images' features. */
  @Test
  void anIndexThatWasChangedSinceItWasAsked() throws IOException {
    RunConfig config = RunHarness.config();
    for (String step :
        List.of(
            "prepare", "train-extractor", "extract-features", "build-index", "find-neighbors")) {
      run(config, runner -> runner.only(step));
    }
    IndexStore index = IndexStore.at(folder.resolve("out/build-index/index").toString());
    new IndexLifecycle(index).compact(index.manifest(), 1000);
    assertThatThrownBy(() -> run(config, runner -> runner.only("train-classifier")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("index of a run must be as build-index has left it, snapshot 1, ")
        .hasMessageContaining("is at snapshot 2");
    nothingOf("train-classifier");
  }

  @Test
  void aFolderThatHoldsAnotherRun() throws IOException {
    prepare();
    assertThatThrownBy(() -> prepare("seed=2"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("seed");
  }
}
