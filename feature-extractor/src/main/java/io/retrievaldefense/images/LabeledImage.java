package io.retrievaldefense.images;

import java.util.Arrays;
import java.util.Objects;

/**
 * One image with its class.
 *
 * @param id unique within its source, at least 0
 * @param name where it is, for people
 * @param label class, at least 0
 * @param pixels unsigned bytes in the order [H, W, C]; the record owns the array, which is not
 *     copied
 */
public record LabeledImage(long id, String name, int label, byte[] pixels) implements ImageRow {

  /** Checks id and label; the source checks the number of pixels against its shape. */
  public LabeledImage {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(pixels, "pixels");
    if (id < 0) {
      throw new IllegalArgumentException("image id must be at least 0: " + id);
    }
    if (label < 0) {
      throw new IllegalArgumentException("image label must be at least 0: " + label);
    }
  }

  /**
   * The pixels scaled to [0, 1].
   *
   * @return a new array, [H * W * C]
   */
  public float[] unitPixels() {
    float[] unit = new float[pixels.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (pixels[i] & 0xff) / 255f;
    }
    return unit;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LabeledImage that
        && id == that.id
        && label == that.label
        && name.equals(that.name)
        && Arrays.equals(pixels, that.pixels);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, name, label, Arrays.hashCode(pixels));
  }

  @Override
  public String toString() {
    return "LabeledImage[id=" + id + ", name=" + name + ", label=" + label + "]";
  }
}
