package io.retrievaldefense.attacks.testing;

import io.retrievaldefense.attacks.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A random network with one hidden layer, V tanh(W (x - 1/2)): curved, so steps matter. */
public final class CurvedModel extends ToyModel {

  private final double[][] hidden;
  private final double[][] output;

  public CurvedModel(long seed, int inputLength, int width, int classes) {
    super(inputLength, classes);
    SplittableRandom random = new SplittableRandom(seed);
    hidden = gaussians(random, width, inputLength, 3 / Math.sqrt(inputLength));
    output = gaussians(random, classes, width, 3 / Math.sqrt(width));
  }

  /** Random images with the classes this model gives them, so that all are worth attacking. */
  public List<Example> examples(int number, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Example> examples = new ArrayList<>();
    for (int n = 0; n < number; n++) {
      float[] image = new float[inputLength()];
      for (int i = 0; i < image.length; i++) {
        image[i] = (float) random.nextDouble();
      }
      int label = labels(new float[][] {image})[0];
      examples.add(Example.untargeted(1000 + n, image, label));
    }
    return examples;
  }

  @Override
  public double[] logits(float[] image) {
    return times(output, activations(image));
  }

  @Override
  public double[] pullBack(float[] image, double[] logitGradient) {
    double[] activations = activations(image);
    double[] gradient = new double[image.length];
    for (int j = 0; j < activations.length; j++) {
      double upstream = 0;
      for (int k = 0; k < logitGradient.length; k++) {
        upstream += logitGradient[k] * output[k][j];
      }
      upstream *= 1 - activations[j] * activations[j];
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] += upstream * hidden[j][i];
      }
    }
    return gradient;
  }

  private double[] activations(float[] image) {
    double[] centred = new double[image.length];
    for (int i = 0; i < image.length; i++) {
      centred[i] = image[i] - .5;
    }
    double[] activations = times(hidden, centred);
    for (int j = 0; j < activations.length; j++) {
      activations[j] = Math.tanh(activations[j]);
    }
    return activations;
  }

  private static double[] times(double[][] matrix, double[] vector) {
    double[] product = new double[matrix.length];
    for (int k = 0; k < matrix.length; k++) {
      for (int i = 0; i < vector.length; i++) {
        product[k] += matrix[k][i] * vector[i];
      }
    }
    return product;
  }

  private static double[][] gaussians(
      SplittableRandom random, int rows, int columns, double scale) {
    double[][] matrix = new double[rows][columns];
    for (double[] row : matrix) {
      for (int i = 0; i < columns; i++) {
        row[i] = scale * random.nextGaussian();
      }
    }
    return matrix;
  }
}
