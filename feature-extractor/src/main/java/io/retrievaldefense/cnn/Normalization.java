package io.retrievaldefense.cnn;

import java.util.Arrays;

/**
 * What is done to pixels before the first layer: {@code (x - mean[c]) / deviation[c]} per channel,
 * pixels in [0, 1]. It belongs to the network: an attack's gradient passes through it, and its
 * epsilon stays in pixels.
 */
public record Normalization(float[] mean, float[] deviation) {

  public Normalization {
    mean = mean.clone();
    deviation = deviation.clone();
    if (mean.length == 0 || mean.length != deviation.length) {
      throw new IllegalArgumentException(
          "mean and deviation must have one value per channel: "
              + mean.length
              + " and "
              + deviation.length);
    }
    for (float s : deviation) {
      if (!(s > 0 && Float.isFinite(s))) {
        throw new IllegalArgumentException(
            "deviation must be positive and finite: " + Arrays.toString(deviation));
      }
    }
  }

  /** Mean and standard deviation of each channel over uint8 images in [H, W, C] order. */
  public static Normalization of(Iterable<byte[]> images, int channels) {
    double[] sum = new double[channels];
    double[] squares = new double[channels];
    long count = 0;
    for (byte[] image : images) {
      for (int i = 0; i < image.length; i++) {
        double v = (image[i] & 0xff) / 255.0;
        sum[i % channels] += v;
        squares[i % channels] += v * v;
      }
      count += image.length / channels;
    }
    if (count == 0) {
      throw new IllegalArgumentException("normalization needs at least one image: 0");
    }
    float[] mean = new float[channels];
    float[] deviation = new float[channels];
    for (int c = 0; c < channels; c++) {
      double m = sum[c] / count;
      mean[c] = (float) m;
      // A channel that never varies carries nothing; 1 keeps it finite.
      double variance = squares[c] / count - m * m;
      deviation[c] = variance > 1e-8 ? (float) Math.sqrt(variance) : 1f;
    }
    return new Normalization(mean, deviation);
  }

  int channels() {
    return mean.length;
  }

  @Override
  public float[] mean() {
    return mean.clone();
  }

  @Override
  public float[] deviation() {
    return deviation.clone();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Normalization n
        && Arrays.equals(mean, n.mean)
        && Arrays.equals(deviation, n.deviation);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(mean) + Arrays.hashCode(deviation);
  }
}
