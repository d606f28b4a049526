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
   * @param policy what becomes of a picture of another size
   * @return unsigned bytes [H, W, C]
   * @throws ImageFormatException if it is no picture, is not whole, or has another size that is
   *     refused
   * @throws IOException if it cannot be read
   */
  public static byte[] read(Path file, ImageShape shape, SizePolicy policy) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    try {
      BufferedImage image = PictureDecoder.decode(bytes);
      ImageShape found = new ImageShape(image.getHeight(), image.getWidth(), shape.channels());
      if (!found.equals(shape) && policy == SizePolicy.REJECT) {
        throw new ImageFormatException(
            "picture must be %d pixels high and %d wide: %d and %d in %s"
                .formatted(
                    shape.height(), shape.width(), image.getHeight(), image.getWidth(), file));
      }
      byte[] pixels = PictureDecoder.pixels(image, shape.channels());
      return found.equals(shape) ? pixels : Resizer.resize(pixels, found, shape);
    } catch (PictureDecoder.UnreadableException e) {
      throw new ImageFormatException("picture " + e.getMessage() + " in " + file, e);
    }
  }
}
