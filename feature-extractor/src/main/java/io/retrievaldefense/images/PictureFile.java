package io.retrievaldefense.images;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One picture of the user's, outside of any source. */
public final class PictureFile {

  private PictureFile() {}

  /**
   * Reads a PNG or JPEG; grey and colour are converted to the shape's channels.
   *
   * @param file the picture
   * @param shape what its size must be
   * @return unsigned bytes [H, W, C]
   * @throws ImageFormatException if it is no picture, is not whole, or has another size
   * @throws IOException if it cannot be read
   */
  public static byte[] read(Path file, ImageShape shape) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    try {
      BufferedImage image = PictureDecoder.decode(bytes);
      if (image.getHeight() != shape.height() || image.getWidth() != shape.width()) {
        throw new ImageFormatException(
            "picture must be %d pixels high and %d wide: %d and %d in %s"
                .formatted(
                    shape.height(), shape.width(), image.getHeight(), image.getWidth(), file));
      }
      return PictureDecoder.pixels(image, shape.channels());
    } catch (PictureDecoder.UnreadableException e) {
      throw new ImageFormatException("picture " + e.getMessage() + " in " + file, e);
    }
  }
}
