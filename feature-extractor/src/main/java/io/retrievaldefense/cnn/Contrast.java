package io.retrievaldefense.cnn;

import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.LabeledImage;
import java.util.List;
import java.util.SplittableRandom;

/**
 * SimCLR's task (Chen et al. 2020): of all views in a batch, find the other one of the same image.
 * With z = o / |o| for outputs o and p(i) the other view of i's image,
 *
 * <pre>
 * L = mean_i -log( exp(z_i . z_p(i) / T) / sum_{j != i} exp(z_i . z_j / T) )
 * </pre>
 *
 * <p>The network's last layer is the head that is thrown away, one linear layer where SimCLR has
 * two. Views of an image stand next to each other. Solved is the share of views whose nearest by
 * cosine is the right one.
 *
 * @param view how views are drawn
 * @param seed of the views of validation images
 */
record Contrast(RandomView view, long seed) implements SelfSupervision {
  private static final int OUTPUTS = 64;
  private static final double TEMPERATURE = 0.2;
  // Keeps the direction of an output of length 0 finite.
  private static final double LEAST_NORM = 1e-8;

  @Override
  public int outputs(ImageShape input) {
    return OUTPUTS;
  }

  @Override
  public int views() {
    return 2;
  }

  @Override
  public float[][] inputs(List<LabeledImage> images, ImageShape shape, SplittableRandom random) {
    float[][] inputs = new float[2 * images.size()][shape.length()];
    for (int i = 0; i < inputs.length; i++) {
      view.apply(images.get(i / 2).pixels(), shape, random, inputs[i]);
    }
    return inputs;
  }

  @Override
  public float[][] validationInputs(List<LabeledImage> images, ImageShape shape) {
    return inputs(images, shape, new SplittableRandom(seed));
  }

  @Override
  public double loss(
      float[][] inputs, float[][] outputs, Normalization normalization, float[][] slope) {
    int n = outputs.length;
    double[] norms = new double[n];
    double[][] z = directions(outputs, norms);
    double[][] gradient = new double[n][OUTPUTS];
    double loss = 0;
    for (int i = 0; i < n; i++) {
      double[] p = new double[n];
      double sum = 0;
      for (int j = 0; j < n; j++) {
        // Cosines are at most 1, so that no exponential is too large.
        p[j] = j == i ? 0 : Math.exp((dot(z[i], z[j]) - 1) / TEMPERATURE);
        sum += p[j];
      }
      loss -= Math.log(p[i ^ 1] / sum) / n;
      for (int j = 0; j < n; j++) {
        double g = (p[j] / sum - (j == (i ^ 1) ? 1 : 0)) / (n * TEMPERATURE);
        add(g, z[j], gradient[i]);
        add(g, z[i], gradient[j]);
      }
    }
    for (int i = 0; i < n; i++) {
      double along = dot(gradient[i], z[i]);
      for (int k = 0; k < OUTPUTS; k++) {
        slope[i][k] = (float) ((gradient[i][k] - along * z[i][k]) / norms[i]);
      }
    }
    return loss;
  }

  @Override
  public Tally tally(float[][] inputs, float[][] outputs, Normalization normalization) {
    double[][] z = directions(outputs, new double[outputs.length]);
    int found = 0;
    for (int i = 0; i < z.length; i++) {
      int nearest = i ^ 1;
      for (int j = 0; j < z.length; j++) {
        nearest = j != i && dot(z[i], z[j]) > dot(z[i], z[nearest]) ? j : nearest;
      }
      found += nearest == (i ^ 1) ? 1 : 0;
    }
    return new Tally(found, z.length);
  }

  private static double[][] directions(float[][] outputs, double[] norms) {
    double[][] z = new double[outputs.length][OUTPUTS];
    for (int i = 0; i < z.length; i++) {
      double squares = 0;
      for (float value : outputs[i]) {
        squares += (double) value * value;
      }
      norms[i] = Math.max(LEAST_NORM, Math.sqrt(squares));
      for (int k = 0; k < OUTPUTS; k++) {
        z[i][k] = outputs[i][k] / norms[i];
      }
    }
    return z;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  private static void add(double factor, double[] from, double[] to) {
    for (int k = 0; k < to.length; k++) {
      to[k] += factor * from[k];
    }
  }
}
