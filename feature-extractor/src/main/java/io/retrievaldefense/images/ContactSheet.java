package io.retrievaldefense.images;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import javax.imageio.ImageIO;

/** Many images side by side in one PNG, for people to look at what a source holds. */
public final class ContactSheet {

  private static final int GAP = 2;

  private ContactSheet() {}

  /**
   * Writes images of one shape in rows.
   *
   * @param images the images, at least one
   * @param shape their shape
   * @param columns how many to a row, at least 1
   * @param zoom how many pixels of the sheet a pixel takes across and down, at least 1
   * @param out where the PNG goes; not closed
   * @throws IOException if it cannot be written
   */
  public static void write(
      List<LabeledImage> images, ImageShape shape, int columns, int zoom, OutputStream out)
      throws IOException {
    if (images.isEmpty()) {
      throw new IllegalArgumentException("contact sheet must hold at least one image: none");
    }
    if (columns < 1 || zoom < 1) {
      throw new IllegalArgumentException(
          "columns and zoom must be at least 1: %d and %d".formatted(columns, zoom));
    }
    int rows = (images.size() + columns - 1) / columns;
    int cellWidth = shape.width() * zoom + GAP;
    int cellHeight = shape.height() * zoom + GAP;
    BufferedImage sheet =
        new BufferedImage(
            columns * cellWidth + GAP, rows * cellHeight + GAP, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < images.size(); i++) {
      LabeledImage image = images.get(i);
      if (image.pixels().length != shape.length()) {
        throw new IllegalArgumentException(
            "image must be %s: %d values in %s"
                .formatted(shape, image.pixels().length, image.name()));
      }
      int left = GAP + i % columns * cellWidth;
      int top = GAP + i / columns * cellHeight;
      draw(image.pixels(), shape, zoom, sheet, left, top);
    }
    if (!ImageIO.write(sheet, "png", out)) {
      throw new IOException("the JDK must be able to write PNG: it has no writer");
    }
  }

  private static void draw(
      byte[] pixels, ImageShape shape, int zoom, BufferedImage sheet, int left, int top) {
    int channels = shape.channels();
    for (int y = 0; y < shape.height() * zoom; y++) {
      for (int x = 0; x < shape.width() * zoom; x++) {
        int from = (y / zoom * shape.width() + x / zoom) * channels;
        int red = pixels[from] & 0xff;
        int green = channels == 1 ? red : pixels[from + 1] & 0xff;
        int blue = channels == 1 ? red : pixels[from + 2] & 0xff;
        sheet.setRGB(left + x, top + y, red << 16 | green << 8 | blue);
      }
    }
  }
}
