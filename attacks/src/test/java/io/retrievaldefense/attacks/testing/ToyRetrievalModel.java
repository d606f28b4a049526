package io.retrievaldefense.attacks.testing;

import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.FeatureAccess;
import io.retrievaldefense.attacks.LossGradient;
import io.retrievaldefense.attacks.RetrievalAccess;
import io.retrievaldefense.attacks.SetResponse;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.loss.OutputLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A retrieval classifier whose feature is the image itself, or the image turned by a matrix. Its
 * own gradient holds the neighbours.
 */
public final class ToyRetrievalModel extends ToyModel implements FeatureAccess {

  private final double[][] extractor;
  private final ToyRetrieval retrieval;

  public ToyRetrievalModel(double[][] extractor, ToyRetrieval retrieval) {
    super(extractor[0].length, retrieval.classes());
    this.extractor = extractor;
    this.retrieval = retrieval;
  }

  /** Ones on the diagonal. */
  public static double[][] identity(int size) {
    double[][] identity = new double[size][size];
    for (int i = 0; i < size; i++) {
      identity[i][i] = 1;
    }
    return identity;
  }

  /** Two rows, one of each class, one neighbour, and its label for an answer. */
  public static ToyRetrievalModel twoPoints(double[] first, double[] second) {
    int d = first.length;
    double[][] head = new double[2][d + 2];
    head[0][d] = 1;
    head[1][d + 1] = 1;
    return new ToyRetrievalModel(
        identity(d),
        new ToyRetrieval(
            identity(d),
            new double[][] {first, second},
            new int[] {0, 1},
            new double[d][d],
            head,
            1));
  }

  /** Random everything: D = inputs, d = 4, clusters of rows for each of three classes. */
  public static ToyRetrievalModel random(long seed, int inputs, int rows, int neighbors) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] centres = matrix(random, 3, inputs, .25);
    double[][] features = new double[rows][inputs];
    int[] labels = new int[rows];
    for (int n = 0; n < rows; n++) {
      labels[n] = n % 3;
      for (int i = 0; i < inputs; i++) {
        features[n][i] = .5 + centres[labels[n]][i] + .2 * random.nextGaussian();
      }
    }
    double[][] head = matrix(random, 3, inputs + 3, .3);
    for (int k = 0; k < 3; k++) {
      head[k][inputs + k] += 3;
    }
    return new ToyRetrievalModel(
        identity(inputs),
        new ToyRetrieval(
            matrix(random, 4, inputs, 1),
            features,
            labels,
            matrix(random, inputs, inputs, .5),
            head,
            neighbors));
  }

  private static double[][] matrix(SplittableRandom random, int rows, int columns, double scale) {
    double[][] matrix = new double[rows][columns];
    for (double[] row : matrix) {
      for (int i = 0; i < columns; i++) {
        row[i] = scale * random.nextGaussian();
      }
    }
    return matrix;
  }

  /** Random images with the classes this model gives them. */
  public List<Example> examples(int number, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Example> examples = new ArrayList<>();
    for (int n = 0; n < number; n++) {
      float[] image = new float[inputLength()];
      for (int i = 0; i < image.length; i++) {
        image[i] = (float) random.nextDouble(.2, .8);
      }
      examples.add(Example.untargeted(500 + n, image, labels(new float[][] {image})[0]));
    }
    return examples;
  }

  @Override
  public ThreatModel heldUnder() {
    return ThreatModel.KNOWN_INDEX;
  }

  @Override
  public Optional<FeatureAccess> features() {
    return Optional.of(this);
  }

  @Override
  public Optional<RetrievalAccess> retrieval() {
    return Optional.of(retrieval);
  }

  @Override
  public int featureLength() {
    return extractor.length;
  }

  @Override
  public float[][] features(float[][] images) {
    float[][] features = new float[images.length][];
    for (int n = 0; n < images.length; n++) {
      features[n] = feature(images[n]);
    }
    return features;
  }

  @Override
  public LossGradient featureGradient(float[][] images, List<? extends OutputLoss> losses) {
    double[] values = new double[images.length];
    float[][] gradients = new float[images.length][];
    float[][] features = features(images);
    for (int n = 0; n < images.length; n++) {
      float[] gradient = new float[featureLength()];
      values[n] = losses.get(n).value(features[n], gradient);
      gradients[n] = new float[inputLength()];
      for (int i = 0; i < inputLength(); i++) {
        double sum = 0;
        for (int j = 0; j < gradient.length; j++) {
          sum += extractor[j][i] * gradient[j];
        }
        gradients[n][i] = (float) sum;
      }
    }
    return new LossGradient(values, gradients, features);
  }

  @Override
  public double[] logits(float[] image) {
    float[] logits = respond(image, (output, gradient) -> 0).logits();
    double[] wide = new double[logits.length];
    for (int k = 0; k < wide.length; k++) {
      wide[k] = logits[k];
    }
    return wide;
  }

  @Override
  public double[] pullBack(float[] image, double[] logitGradient) {
    OutputLoss linear =
        (output, gradient) -> {
          for (int k = 0; k < gradient.length; k++) {
            gradient[k] = (float) logitGradient[k];
          }
          return 0;
        };
    double[] featureGradient = respond(image, linear).featureGradient();
    double[] gradient = new double[image.length];
    for (int j = 0; j < featureGradient.length; j++) {
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] += extractor[j][i] * featureGradient[j];
      }
    }
    return gradient;
  }

  private SetResponse respond(float[] image, OutputLoss loss) {
    float[] feature = feature(image);
    int n = retrieval.neighbors();
    return retrieval.classify(
        feature, retrieval.nearest(retrieval.project(feature), n), new double[n], 1, loss);
  }

  private float[] feature(float[] image) {
    float[] feature = new float[extractor.length];
    for (int j = 0; j < feature.length; j++) {
      double sum = 0;
      for (int i = 0; i < image.length; i++) {
        sum += extractor[j][i] * image[i];
      }
      feature[j] = (float) sum;
    }
    return feature;
  }
}
