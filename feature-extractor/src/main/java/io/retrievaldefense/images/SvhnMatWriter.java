package io.retrievaldefense.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.zip.Deflater;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5File;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sink;
import us.hebi.matlab.mat.types.Sinks;

/**
 * Writes images in the layout that {@link SvhnMatReader} reads, so that other tools can use them.
 */
public final class SvhnMatWriter {

  private SvhnMatWriter() {}

  /**
   * Writes a file as a whole: it appears under its name only when it is complete.
   *
   * @param file where to; replaced if it exists
   * @param count the number of images, at least 1
   * @param images exactly that many, 32x32x3, labels 0..9; ids and names are not kept
   * @throws IllegalArgumentException if there are more or fewer images, or one is of another shape
   *     or class
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, int count, Iterator<LabeledImage> images) throws IOException {
    if (count < 1) {
      throw new IllegalArgumentException("number of images must be at least 1: " + count);
    }
    Path folder = file.toAbsolutePath().getParent();
    Path unfinished = Files.createTempFile(folder, "." + file.getFileName(), ".tmp");
    try {
      try (Mat5File mat = filled(count, images);
          Sink sink = Sinks.newStreamingFile(unfinished.toFile())) {
        // Noisy pixels hardly compress; a higher level costs minutes and saves little.
        Mat5.newWriter(sink).setDeflateLevel(Deflater.BEST_SPEED).writeMat(mat);
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static Mat5File filled(int count, Iterator<LabeledImage> images) {
    int[] dimensions = {SvhnMatFile.HEIGHT, SvhnMatFile.WIDTH, SvhnMatFile.CHANNELS, count};
    Matrix x =
        Mat5.newNumerical(
            dimensions,
            MatlabType.UInt8,
            false,
            false,
            new SpillingBuffers(SpillingBuffers.DEFAULT_THRESHOLD));
    Matrix y = Mat5.newMatrix(new int[] {count, 1}, MatlabType.UInt8);
    int written = 0;
    for (; images.hasNext() && written < count; written++) {
      LabeledImage image = images.next();
      put(x, written * ImageShape.RGB_32.length(), image);
      y.setInt(written, image.label() == 0 ? SvhnMatFile.CLASSES : image.label());
    }
    if (written < count || images.hasNext()) {
      throw new IllegalArgumentException(
          "images must be as many as announced: %s than %d"
              .formatted(written < count ? written + ", fewer" : "more", count));
    }
    Mat5File mat = Mat5.newMatFile();
    mat.addArray("X", x);
    mat.addArray("y", y);
    return mat;
  }

  private static void put(Matrix x, int offset, LabeledImage image) {
    byte[] pixels = image.pixels();
    if (pixels.length != ImageShape.RGB_32.length()) {
      throw new IllegalArgumentException(
          "image must be 32x32x3: %d values in %s".formatted(pixels.length, image.name()));
    }
    if (image.label() >= SvhnMatFile.CLASSES) {
      throw new IllegalArgumentException(
          "label must be in 0..9: %d in %s".formatted(image.label(), image.name()));
    }
    int to = offset;
    for (int c = 0; c < SvhnMatFile.CHANNELS; c++) {
      for (int column = 0; column < SvhnMatFile.WIDTH; column++) {
        for (int row = 0; row < SvhnMatFile.HEIGHT; row++) {
          int from = (row * SvhnMatFile.WIDTH + column) * SvhnMatFile.CHANNELS + c;
          x.setInt(to++, pixels[from] & 0xff);
        }
      }
    }
  }
}
