package io.retrievaldefense.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.images.ContactSheet;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.StreetNumberGenerator;
import io.retrievaldefense.images.StreetNumberSplit;
import io.retrievaldefense.index.vectors.VectorFiles;
import io.retrievaldefense.jobs.RunHarness;
import io.retrievaldefense.jobs.TrainedRun;
import io.retrievaldefense.pipeline.FinishedRun;
import io.retrievaldefense.prediction.Predictor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small run is trained, and asked about pictures. */
class PictureCommandsTest {
  @TempDir private static Path folder;

  private static Path run;
  private static Path picture;

  private final CommandHarness commands = new CommandHarness();

  @BeforeAll
  static void train() throws IOException {
    run = folder.resolve("run");
    try (SparkSession spark = RunHarness.spark("local[2]")) {
      RunHarness.run(
          spark,
          run,
          RunHarness.config(),
          runner -> {
            for (String step :
                List.of(
                    "prepare",
                    "train-extractor",
                    "extract-features",
                    "build-index",
                    "find-neighbors",
                    "train-classifier")) {
              runner.only(step);
            }
          });
    }
    picture = picture(new ImageShape(32, 32, 3));
  }

  /** A generated house number as a file; the sheet of one image has a margin of two pixels. */
  private static Path picture(ImageShape shape) throws IOException {
    var image = new StreetNumberGenerator(5).image(StreetNumberSplit.TEST, 3, 3);
    Path sheet = folder.resolve("sheet.png");
    try (OutputStream png = Files.newOutputStream(sheet)) {
      ContactSheet.write(List.of(image), ImageShape.RGB_32, 1, 1, png);
    }
    Path file = folder.resolve("picture-" + shape + ".png");
    var cut = ImageIO.read(sheet.toFile()).getSubimage(2, 2, shape.width(), shape.height());
    ImageIO.write(cut, "png", file.toFile());
    return file;
  }

  private static String[] predict(Path image, String... more) {
    return with(
        more,
        "predict",
        "--run",
        run.toString(),
        "--master",
        "local[1]",
        "--image",
        image.toString());
  }

  private static String[] search(Path index, String... more) {
    return with(
        more,
        "index",
        "search",
        index.toString(),
        "--master",
        "local[1]",
        "--image",
        picture.toString());
  }

  private static String[] with(String[] more, String... first) {
    return Stream.of(first, more).flatMap(Stream::of).toArray(String[]::new);
  }

  @Test
  void predictTellsAnswerNeighboursAndAttack() {
    assertThat(commands.done(predict(picture, "-n", "3")).lines())
        .hasSize(9)
        .anyMatch(line -> line.matches(".*picture-32x32x3.png: \\d \\d+\\.\\d % \\(then .*N=3"))
        .anyMatch(line -> line.startsWith("plain network: "))
        .anyMatch(line -> line.matches("iFGSM, epsilon 0.02, 10 steps, the plain .*the answer .*"))
        .anyMatch(line -> line.matches("iFGSM, epsilon 0.02, 10 steps, the defence's .*"))
        .anyMatch(line -> line.startsWith("attention: "))
        .anyMatch(line -> line.matches(" {3}1 +\\d+ +\\d+\\.\\d{4} +0\\.\\d{3} {2}\\d .*"));
  }

  @Test
  void thePictureIsChangedByEpsilonAndNoMore() throws IOException {
    float[] pixels = new StreetNumberGenerator(5).image(StreetNumberSplit.TEST, 3, 3).unitPixels();
    FinishedRun finished =
        FinishedRun.open(new org.apache.hadoop.fs.Path(run.toUri()), new Configuration());
    try (Predictor predictor = Predictor.open(new TrainedRun(finished), OptionalInt.of(3))) {
      for (double epsilon : new double[] {.02, .1}) {
        assertThat(predictor.attack(pixels, epsilon))
            .hasSize(2)
            .allMatch(attacked -> attacked.norm() > 0 && attacked.norm() <= epsilon + 1e-6);
      }
    }
  }

  @Test
  void theNearestImagesAreToldAndShownOnASheet() throws IOException {
    Path sheet = folder.resolve("near.png");
    String told =
        commands.done(
            search(run.resolve("build-index/index"), "-n", "4", "--sheet", sheet.toString()));
    assertThat(told.lines())
        .hasSize(6)
        .anyMatch(line -> line.matches(" {3}1 +\\d+ +\\d+\\.\\d{4} {2}\\d .*"))
        .last()
        .asString()
        .startsWith("5 images written");
    // 11 columns, of which 5 are filled, of 32 pixels three times as large, with gaps of 2.
    assertThat(ImageIO.read(sheet.toFile()).getHeight()).isEqualTo(100);
  }

  @Test
  void anIndexOutsideARunNeedsTheRunItWasBuiltWith() throws IOException {
    Path index = run.resolve("build-index/index");
    Path moved = folder.resolve("moved.index");
    try (Stream<Path> files = Files.walk(index)) {
      for (Path file : files.toList()) {
        Files.copy(file, moved.resolve(index.relativize(file).toString()));
      }
    }
    assertThat(commands.refused(search(moved)))
        .isEqualTo(
            "index must be a run's, DIR/build-index/index, or --run must name the run whose"
                + " network and projection it was built with: "
                + moved);
    assertThat(commands.done(search(moved, "--run", run.toString(), "-n", "2")))
        .isEqualTo(commands.done(search(index, "-n", "2")));
    assertThat(commands.refused(search(index, "-n", "301")))
        .isEqualTo("--neighbors must be in [1, 300]: 301");

    Path vectors = folder.resolve("vectors.fvecs");
    VectorFiles.writeFvecs(vectors, VectorFolder.vectors(0, 100));
    String foreign = folder.resolve("foreign.index").toString();
    commands.done("index", "build", "--vectors", vectors.toString(), "--out", foreign);
    assertThat(commands.refused(search(Path.of(foreign), "--run", run.toString())))
        .contains("projection");
  }

  @Test
  void aQuestionIsVectorsOrAPicture() {
    assertThat(commands.refused(search(folder, "--queries", "q.fvecs")))
        .contains("--queries", "--image");
    assertThat(commands.refused(search(folder, "--out", "found.ivecs"))).contains("--queries");
    assertThat(commands.refused("index", "search", "x.index")).contains("--queries", "--image");
  }

  @Test
  void refusesPicturesOfAnotherSizeOrKind() throws IOException {
    assertThat(commands.refused(predict(picture(new ImageShape(16, 24, 3)))))
        .contains("picture must be 32 pixels high and 32 wide: 16 and 24 in");
    assertThat(commands.refused(predict(Files.writeString(folder.resolve("text.png"), "text"))))
        .contains("picture must be a PNG or JPEG: 4 other bytes");
  }

  @Test
  void refusesAnNThatWasNotTrainedAndAnEpsilonThatIsNone() {
    assertThat(commands.refused(predict(picture, "-n", "4")))
        .isEqualTo("number of neighbors must be one the run has trained for, [3, 5]: 4");
    assertThat(commands.refused(predict(picture, "--epsilon", "2")))
        .isEqualTo("--epsilon must be in [0, 1]: 2.0");
  }
}
