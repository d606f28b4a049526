package io.retrievaldefense.rebuild;

import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.images.StreetNumberGenerator;
import io.retrievaldefense.images.StreetNumberSplit;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Generated house numbers as a folder of class folders with PNG files, as a user's images lie. */
final class GeneratedFolder {
  private final StreetNumberGenerator generator;
  private final Path folder;

  /**
   * @param folder that class folders are put in
   * @param seed of the images
   */
  GeneratedFolder(Path folder, long seed) {
    this.folder = folder;
    generator = new StreetNumberGenerator(seed);
  }

  /** Writes those of the images, by their number, that are not there yet, on all cores. */
  void write(int from, int to) throws IOException {
    for (int label = 0; label < 10; label++) {
      Files.createDirectories(folder.resolve(Integer.toString(label)));
    }
    try {
      IntStream.range(from, to).parallel().forEach(this::write);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Removes the images from a number on. */
  void removeFrom(int number) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder, 2)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Integer.parseInt(file.getFileName().toString().replace(".png", "")) >= number) {
          Files.delete(file);
        }
      }
    }
  }

  private void write(int number) {
    LabeledImage image = generator.image(StreetNumberSplit.EXTRA, number, number);
    Path file = folder.resolve(Integer.toString(image.label())).resolve(number + ".png");
    if (Files.exists(file)) {
      return;
    }
    try {
      ImageIO.write(picture(image), "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BufferedImage picture(LabeledImage image) {
    ImageShape shape = ImageShape.RGB_32;
    BufferedImage picture =
        new BufferedImage(shape.width(), shape.height(), BufferedImage.TYPE_INT_RGB);
    byte[] pixels = image.pixels();
    for (int i = 0; i < shape.height() * shape.width(); i++) {
      int rgb = (pixels[3 * i] & 0xff) << 16 | (pixels[3 * i + 1] & 0xff) << 8;
      picture.setRGB(i % shape.width(), i / shape.width(), rgb | pixels[3 * i + 2] & 0xff);
    }
    return picture;
  }
}
