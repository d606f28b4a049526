package io.retrievaldefense.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFileTest {
  @TempDir private Path folder;

  private Path picture(int height, int width) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(1, 0, 0x102030);
    Path file = folder.resolve("picture.png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  @Test
  void readsPixelsInTheOrderOfSources() throws IOException {
    byte[] pixels = PictureFile.read(picture(4, 5), new ImageShape(4, 5, 3), SizePolicy.REJECT);
    assertThat(pixels).hasSize(60).startsWith(0, 0, 0, 0x10, 0x20, 0x30);
  }

  @Test
  void refusesAnotherSize() throws IOException {
    Path file = picture(4, 5);
    assertThatThrownBy(() -> PictureFile.read(file, ImageShape.RGB_32, SizePolicy.REJECT))
        .isInstanceOf(ImageFormatException.class)
        .hasMessage("picture must be 32 pixels high and 32 wide: 4 and 5 in " + file);
  }

  @Test
  void refusesWhatIsNoPicture() throws IOException {
    Path file = Files.writeString(folder.resolve("text.png"), "text");
    assertThatThrownBy(() -> PictureFile.read(file, ImageShape.RGB_32, SizePolicy.REJECT))
        .isInstanceOf(ImageFormatException.class)
        .hasMessage("picture must be a PNG or JPEG: 4 other bytes in " + file);
  }

  @Test
  void stretchesWhereThatIsAllowed() throws IOException {
    byte[] pixels = PictureFile.read(picture(8, 10), new ImageShape(4, 5, 3), SizePolicy.RESIZE);
    assertThat(pixels).hasSize(4 * 5 * 3);
  }
}
