package io.retrievaldefense.attacks;

/** Arithmetic on images: each step is computed in double precision and stored as float32. */
public final class Pixels {

  private Pixels() {}

  /** The index of the first value that is not in [0,1]; -1 if all are. */
  public static int firstOutOfBounds(float[] image) {
    for (int i = 0; i < image.length; i++) {
      if (!(image[i] >= 0 && image[i] <= 1)) {
        return i;
      }
    }
    return -1;
  }

  /** {@code value} cut to [0,1]. */
  public static float clip(double value) {
    return (float) Math.max(0, Math.min(1, value));
  }

  /** {@code image} cut to [0,1]; a new array. */
  public static float[] clip(float[] image) {
    float[] clipped = new float[image.length];
    for (int i = 0; i < image.length; i++) {
      clipped[i] = clip(image[i]);
    }
    return clipped;
  }

  /** {@code point + scale * direction}; a new array. */
  public static float[] add(float[] point, double scale, float[] direction) {
    float[] sum = new float[point.length];
    for (int i = 0; i < point.length; i++) {
      sum[i] = (float) (point[i] + scale * direction[i]);
    }
    return sum;
  }

  /** The Euclidean length. */
  public static double length(float[] vector) {
    double sum = 0;
    for (float value : vector) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }

  /** The sum of the absolute values. */
  public static double absoluteSum(float[] vector) {
    double sum = 0;
    for (float value : vector) {
      sum += Math.abs(value);
    }
    return sum;
  }

  /** True if every value is exactly zero. */
  public static boolean isZero(float[] vector) {
    for (float value : vector) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }
}
