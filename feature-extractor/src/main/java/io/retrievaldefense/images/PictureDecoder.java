package io.retrievaldefense.images;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes a PNG or JPEG and turns it into bytes of a wanted number of channels. */
final class PictureDecoder {

  /** "IEND" and its checksum. */
  private static final byte[] PNG_END = {'I', 'E', 'N', 'D', (byte) 0xae, 0x42, 0x60, (byte) 0x82};

  /** A damaged header can claim any size; this one still fits the memory of a small task. */
  private static final long MOST_PIXELS = 1 << 25;

  private PictureDecoder() {}

  /** Thrown for a picture that is not whole; the message is the reason alone, without a name. */
  static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String reason) {
      super(reason);
    }
  }

  static BufferedImage decode(byte[] file) throws UnreadableException {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new UnreadableException("must be a PNG or JPEG: " + file.length + " other bytes");
      }
      ImageReader reader = readers.next();
      // The JDK's PNG decoder takes a file that breaks off within its last rows for whole.
      if (reader.getFormatName().equalsIgnoreCase("png") && !holds(file, PNG_END)) {
        throw new UnreadableException("must decode: PNG without its end chunk");
      }
      return decode(reader, in);
    } catch (IOException | RuntimeException e) {
      // The JDK's decoders throw either, depending on where the damage is.
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new UnreadableException("must decode: " + why);
    }
  }

  private static BufferedImage decode(ImageReader reader, ImageInputStream in)
      throws IOException, UnreadableException {
    String[] damage = new String[1];
    try {
      // The JPEG decoder fills what is missing with grey and only warns.
      reader.addIIOReadWarningListener((source, warning) -> note(damage, warning));
      reader.setInput(in, true, true);
      long size = (long) reader.getWidth(0) * reader.getHeight(0);
      if (size > MOST_PIXELS) {
        throw new UnreadableException(
            "must have at most %d pixels: %d".formatted(MOST_PIXELS, size));
      }
      BufferedImage image = reader.read(0);
      if (damage[0] != null) {
        throw new UnreadableException("must decode: " + damage[0]);
      }
      return image;
    } finally {
      reader.dispose();
    }
  }

  /** Keeps the decoder's warnings of lost data; others, such as of a colour profile, do no harm. */
  private static void note(String[] damage, String warning) {
    if (warning.contains("Premature end") || warning.contains("Corrupt JPEG data")) {
      damage[0] = warning;
    }
  }

  private static boolean holds(byte[] file, byte[] wanted) {
    for (int from = file.length - wanted.length; from >= 0; from--) {
      if (Arrays.equals(file, from, from + wanted.length, wanted, 0, wanted.length)) {
        return true;
      }
    }
    return false;
  }

  static boolean isGrey(BufferedImage image) {
    return image.getRaster().getNumBands() <= 2
        && !(image.getColorModel() instanceof IndexColorModel);
  }

  /** The pixels as unsigned bytes [H, W, C]; transparency is ignored. */
  static byte[] pixels(BufferedImage image, int channels) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] pixels = new byte[width * height * channels];
    boolean grey = isGrey(image);
    Raster raster = image.getRaster();
    // Samples of 16 bits keep their upper 8. getRGB on grey would apply Java's linear grey gamma.
    int shift = grey ? Math.max(0, raster.getSampleModel().getSampleSize(0) - Byte.SIZE) : 0;
    int to = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb =
            grey ? (raster.getSample(x, y, 0) >> shift) * 0x010101 : image.getRGB(x, y) & 0xffffff;
        if (channels == 1) {
          pixels[to++] = (byte) luma(rgb);
        } else {
          pixels[to++] = (byte) (rgb >> 16);
          pixels[to++] = (byte) (rgb >> 8);
          pixels[to++] = (byte) rgb;
        }
      }
    }
    return pixels;
  }

  /** ITU-R BT.601 luma, rounded; the weights add up to 1000, so grey stays what it is. */
  private static int luma(int rgb) {
    return (299 * (rgb >> 16) + 587 * (rgb >> 8 & 0xff) + 114 * (rgb & 0xff) + 500) / 1000;
  }
}
