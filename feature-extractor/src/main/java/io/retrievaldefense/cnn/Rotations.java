package io.retrievaldefense.cnn;

import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.LabeledImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Images in four rotations, labelled by the rotation: a task that a network learns features by
 * without being told any class (Gidaris, Singh and Komodakis 2018).
 */
public final class Rotations {
  /** The classes of the task: quarter turns. */
  public static final int COUNT = 4;

  private Rotations() {}

  /**
   * @param images any, of that shape
   * @param shape square
   * @return each image in its four rotations, counter-clockwise; ids are 4 id + rotation
   * @throws IllegalArgumentException if images are not square
   */
  public static List<LabeledImage> of(List<LabeledImage> images, ImageShape shape) {
    if (shape.height() != shape.width()) {
      throw new IllegalArgumentException("images to rotate must be square: " + shape);
    }
    List<LabeledImage> rotated = new ArrayList<>(COUNT * images.size());
    for (LabeledImage image : images) {
      byte[] pixels = image.pixels();
      for (int turn = 0; turn < COUNT; turn++) {
        rotated.add(new LabeledImage(COUNT * image.id() + turn, image.name(), turn, pixels));
        pixels = turned(pixels, shape);
      }
    }
    return rotated;
  }

  /** A quarter turn: what is at the right goes to the top. */
  private static byte[] turned(byte[] pixels, ImageShape shape) {
    int side = shape.width();
    int channels = shape.channels();
    byte[] turned = new byte[pixels.length];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int from = (x * side + side - 1 - y) * channels;
        System.arraycopy(pixels, from, turned, (y * side + x) * channels, channels);
      }
    }
    return turned;
  }
}
