package io.retrievaldefense.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.DataConfig;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.config.RunConfigReader;
import io.retrievaldefense.images.HadoopFiles;
import io.retrievaldefense.images.ImageShape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnImagesTest {
  @TempDir private Path folder;

  /** Pictures of two classes, cat and dog. */
  private Path pictures(String name, int each, int height, int width) throws IOException {
    for (String animal : List.of("cat", "dog")) {
      Path of = Files.createDirectories(folder.resolve(name).resolve(animal));
      BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
      image.setRGB(1, 1, 0xff8000);
      for (int i = 0; i < each; i++) {
        ImageIO.write(image, "png", of.resolve(i + ".png").toFile());
      }
    }
    return folder.resolve(name);
  }

  private static OwnImages look(Path path) throws IOException {
    return OwnImages.look(new HadoopFiles(), path.toString());
  }

  private static DataConfig data(OwnImages images) throws IOException {
    return RunConfigReader.text(images.configuration(), "--images", List.of()).data();
  }

  @Test
  void splitsWhatIsThere() throws IOException {
    Path path = pictures("pets \"at home\"", 100, 20, 30);
    OwnImages images = look(path);
    assertThat(images.description())
        .isEqualTo(
            "found 200 images in 2 classes, 30 x 20 pixels, in colour; 85 for training, 10 for validation, 85"
                + " private, 20 for the test");
    DataConfig data = data(images);
    assertThat(data.root()).isEqualTo(path.toString());
    assertThat(data.source()).isEqualTo(DataConfig.Source.IMAGE_FOLDER);
    assertThat(List.of(data.height(), data.width(), data.channels())).containsExactly(20, 30, 3);
    assertThat(data.training().count()).hasToString("85");
    assertThat(data.test().count()).hasToString("all");
    assertThat(data.training().part()).isEqualTo(".");
  }

  @Test
  void aTestSetOfItsOwnIsKept() throws IOException {
    pictures("pets/train", 100, 9, 9);
    OwnImages images = look(pictures("pets/test", 15, 9, 9).getParent());
    assertThat(images.description())
        .endsWith("95 for training, 10 for validation, 95 private, 30 for the test");
    RunConfig config =
        RunConfigReader.text(
            images.configuration(), "--images", List.of("attacks.examples=7", "data.width=16"));
    assertThat(config.data().test().part()).isEqualTo("test");
    assertThat(config.data().training().part()).isEqualTo("train");
    assertThat(config.data().width()).isEqualTo(16);
    assertThat(config.attacks().examples()).hasToString("7");
    assertThat(config.report().recallQueries()).isEqualTo(30);
  }

  @Test
  void picturesAreMadeAsLargeAsANetworkCanLookAt() {
    assertThat(of(new ImageShape(600, 300, 3)).shape()).isEqualTo(new ImageShape(64, 32, 3));
    assertThat(of(new ImageShape(4, 900, 1)).shape()).isEqualTo(new ImageShape(8, 64, 1));
    assertThat(of(new ImageShape(600, 300, 3)).description())
        .contains(
            "300 x 600 pixels, in colour, stretched to 32 x 64 (--set data.width and data.height");
  }

  private static OwnImages of(ImageShape shape) {
    return new OwnImages("pets", shape, 2, 1000, Optional.empty());
  }

  @Test
  void whatCannotBeSplitIsRefused() throws IOException {
    Path few = pictures("few", 10, 9, 9);
    assertThatThrownBy(() -> look(few))
        .isInstanceOf(BadInputException.class)
        .hasMessage("--images must hold at least 200 pictures: 20 in " + few);
    assertThatThrownBy(() -> new OwnImages("x", ImageShape.RGB_32, 1, 1000, Optional.empty()))
        .hasMessage("--images must hold a folder for each of at least 2 classes: 1 in x");
    assertThatThrownBy(() -> look(folder.resolve("none")))
        .hasMessage("--images must name a folder that is there: " + folder.resolve("none"));
  }
}
