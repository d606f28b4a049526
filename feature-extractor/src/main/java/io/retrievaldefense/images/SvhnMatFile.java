package io.retrievaldefense.images;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5File;
import us.hebi.matlab.mat.format.Mat5Reader.EntryFilter;
import us.hebi.matlab.mat.format.Mat5Reader.EntryHeader;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Source;
import us.hebi.matlab.mat.types.Sources;

/** One SVHN format 2 file and the checks on what is in it. */
final class SvhnMatFile {

  static final int HEIGHT = ImageShape.RGB_32.height();
  static final int WIDTH = ImageShape.RGB_32.width();
  static final int CHANNELS = ImageShape.RGB_32.channels();
  static final int CLASSES = 10;

  private final FileAccess files;
  private final String path;
  private final SpillingBuffers buffers;

  SvhnMatFile(FileAccess files, String path, SpillingBuffers buffers) {
    this.files = files;
    this.path = path;
    this.buffers = buffers;
  }

  /** The images and labels of a whole file. */
  record Contents(Matrix images, int[] labels) {

    /** Image i, from MATLAB's column-major [32, 32, 3, n] to [H, W, C]. */
    byte[] pixels(int i) {
      byte[] pixels = new byte[ImageShape.RGB_32.length()];
      int from = i * pixels.length;
      for (int c = 0; c < CHANNELS; c++) {
        for (int x = 0; x < WIDTH; x++) {
          for (int y = 0; y < HEIGHT; y++) {
            pixels[(y * WIDTH + x) * CHANNELS + c] = images.getByte(from++);
          }
        }
      }
      return pixels;
    }
  }

  /** Checks the shape of X and all labels, without keeping X: the number of images. */
  int scan() throws IOException {
    int[][] shapeOfX = new int[1][];
    try (Mat5File mat = readAccepting(header -> notX(header, shapeOfX))) {
      int n = count(shapeOfX[0]);
      labels(mat, n);
      return n;
    }
  }

  /** Reads and checks everything. */
  Contents load() throws IOException {
    int[][] shapeOfX = new int[1][];
    Mat5File mat = readAccepting(header -> notX(header, shapeOfX) || header.getName().equals("X"));
    int n = count(shapeOfX[0]);
    return new Contents(mat.getMatrix("X"), labels(mat, n));
  }

  /** Notes the shape of X as it passes; other arrays than X and y are left unread. */
  private static boolean notX(EntryHeader header, int[][] shapeOfX) {
    if (header.getName().equals("X")) {
      // Any other type is taken for an odd shape.
      shapeOfX[0] =
          header.getType() == MatlabType.UInt8 ? header.getDimensions().clone() : new int[0];
    }
    return header.getName().equals("y");
  }

  private Mat5File readAccepting(EntryFilter filter) throws IOException {
    long length = files.length(path);
    try (InputStream in = files.open(path);
        Source source = Sources.wrapInputStream(in)) {
      return Mat5.newReader(source).setBufferAllocator(buffers).setEntryFilter(filter).readMat();
    } catch (FileNotFoundException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The library reports damage by either kind, depending on where it strikes.
      throw new ImageFormatException(
          "SVHN file must be a whole MATLAB 5 file: %s (%d bytes): %s"
              .formatted(path, length, e.getMessage()),
          e);
    }
  }

  private int count(int[] dimensions) throws ImageFormatException {
    if (dimensions == null) {
      throw new ImageFormatException("SVHN file must hold an array X: " + path);
    }
    // MATLAB drops a last dimension of 1.
    int n = dimensions.length == 3 ? 1 : dimensions.length == 4 ? dimensions[3] : 0;
    if (n < 1 || dimensions[0] != HEIGHT || dimensions[1] != WIDTH || dimensions[2] != CHANNELS) {
      throw new ImageFormatException(
          "array X must be uint8 [32, 32, 3, n]: %s in %s"
              .formatted(
                  dimensions.length == 0 ? "another type" : Arrays.toString(dimensions), path));
    }
    return n;
  }

  private int[] labels(MatFile mat, int n) throws ImageFormatException {
    Matrix y = null;
    for (MatFile.Entry entry : mat.getEntries()) {
      if (entry.getName().equals("y") && entry.getValue() instanceof Matrix found) {
        y = found;
      }
    }
    if (y == null) {
      throw new ImageFormatException("SVHN file must hold a numeric array y: " + path);
    }
    if (y.getNumElements() != n) {
      throw new ImageFormatException(
          "array y must hold a label per image: %d labels, %d images in %s"
              .formatted(y.getNumElements(), n, path));
    }
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      double value = y.getDouble(i);
      if (!(value >= 1 && value <= CLASSES && value == StrictMath.rint(value))) {
        throw new ImageFormatException(
            "SVHN label must be a whole number in 1..10: %s at %d in %s".formatted(value, i, path));
      }
      // SVHN writes the digit 0 as class 10.
      labels[i] = (int) value % CLASSES;
    }
    return labels;
  }
}
