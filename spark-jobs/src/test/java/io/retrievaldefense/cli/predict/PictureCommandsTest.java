package io.retrievaldefense.cli.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.images.ContactSheet;
import io.retrievaldefense.images.ImageFormatException;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.StreetNumberGenerator;
import io.retrievaldefense.images.StreetNumberSplit;
import io.retrievaldefense.jobs.RunHarness;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A small run is trained, and asked about pictures. */
class PictureCommandsTest {
  @TempDir private static Path folder;

  private static Path run;
  private static Path picture;

  private final StringWriter out = new StringWriter();
  private Exception refusal;

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

  private int execute(Callable<Integer> command, String... arguments) {
    return new CommandLine(command)
        .setOut(new PrintWriter(out, true))
        .setExecutionExceptionHandler(
            (error, line, parsed) -> {
              refusal = error;
              return 2;
            })
        .execute(arguments);
  }

  private int predict(Path image, String... more) {
    String[] all = new String[more.length + 6];
    System.arraycopy(
        new String[] {"--run", run.toString(), "--master", "local[1]", "--image", image.toString()},
        0,
        all,
        0,
        6);
    System.arraycopy(more, 0, all, 6, more.length);
    return execute(new PredictCommand(), all);
  }

  @Test
  void predictTellsAnswerNeighboursAndAttack() {
    assertThat(predict(picture, "-n", "3")).isZero();
    assertThat(out.toString().lines())
        .hasSize(9)
        .anyMatch(line -> line.matches(".*picture-32x32x3.png: \\d \\d+\\.\\d % \\(then .*N=3"))
        .anyMatch(line -> line.startsWith("plain network: "))
        .anyMatch(line -> line.matches("iFGSM, epsilon 0.02, 10 steps, the plain .*the answer .*"))
        .anyMatch(line -> line.matches("iFGSM, epsilon 0.02, 10 steps, the defence's .*"))
        .anyMatch(line -> line.startsWith("attention: "))
        .anyMatch(line -> line.matches(" {3}1 +\\d+ +\\d+\\.\\d{4} +0\\.\\d{3} {2}\\d .*"));
  }

  @Test
  void theSameImageIsNearestToItselfAndTheSheetShowsIt() throws IOException {
    Path sheet = folder.resolve("near.png");
    assertThat(
            execute(
                new ImageSearch(),
                "--run",
                run.toString(),
                "--image",
                picture.toString(),
                "--master",
                "local[1]",
                "-n",
                "4",
                "--sheet",
                sheet.toString()))
        .isZero();
    assertThat(out.toString().lines()).hasSize(6).last().asString().startsWith("5 images written");
    // 11 columns, of which 5 are filled, of 32 pixels three times as large, with gaps of 2.
    assertThat(ImageIO.read(sheet.toFile()).getHeight()).isEqualTo(100);
  }

  @Test
  void refusesPicturesOfAnotherSizeOrKind() throws IOException {
    assertThat(predict(picture(new ImageShape(16, 24, 3)))).isEqualTo(2);
    assertThat(refusal)
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining("picture must be 32 pixels high and 32 wide: 16 and 24 in");
    assertThat(predict(Files.writeString(folder.resolve("text.png"), "text"))).isEqualTo(2);
    assertThat(refusal).hasMessageContaining("picture must be a PNG or JPEG: 4 other bytes");
  }

  @Test
  void refusesAnNThatWasNotTrainedAndAnEpsilonThatIsNone() {
    assertThat(predict(picture, "-n", "4")).isEqualTo(2);
    assertThat(refusal)
        .isInstanceOf(BadInputException.class)
        .hasMessage("number of neighbors must be one the run has trained for, [3, 5]: 4");
    assertThat(predict(picture, "--epsilon", "2")).isEqualTo(2);
    assertThat(refusal).hasMessage("--epsilon must be in [0, 1]: 2.0");
  }
}
