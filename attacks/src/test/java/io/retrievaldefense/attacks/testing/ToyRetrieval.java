package io.retrievaldefense.attacks.testing;

import io.retrievaldefense.attacks.Candidate;
import io.retrievaldefense.attacks.RetrievalAccess;
import io.retrievaldefense.attacks.SetResponse;
import io.retrievaldefense.attacks.loss.OutputLoss;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An exact index over given rows, bilinear attention, and a linear head on (h-bar, y-bar), in
 * double precision.
 */
public final class ToyRetrieval implements RetrievalAccess {

  private final double[][] projection;
  private final double[][] rows;
  private final int[] labels;
  private final double[][] attention;
  private final double[][] head;
  private final int neighbors;

  /**
   * Builds a model.
   *
   * @param projection W [d, D]
   * @param rows h_n [n, D]
   * @param labels of the rows [n]
   * @param attention U [D, D]
   * @param head [C, D + C]
   * @param neighbors N
   */
  public ToyRetrieval(
      double[][] projection,
      double[][] rows,
      int[] labels,
      double[][] attention,
      double[][] head,
      int neighbors) {
    this.projection = projection;
    this.rows = rows;
    this.labels = labels;
    this.attention = attention;
    this.head = head;
    this.neighbors = neighbors;
  }

  /** The same model that retrieves another number of rows. */
  public ToyRetrieval retrieving(int other) {
    return new ToyRetrieval(projection, rows, labels, attention, head, other);
  }

  public int classes() {
    return head.length;
  }

  @Override
  public int neighbors() {
    return neighbors;
  }

  @Override
  public int size() {
    return rows.length;
  }

  @Override
  public float[] project(float[] feature) {
    float[] projected = new float[projection.length];
    for (int k = 0; k < projected.length; k++) {
      double sum = 0;
      for (int i = 0; i < feature.length; i++) {
        sum += projection[k][i] * feature[i];
      }
      projected[k] = (float) sum;
    }
    return projected;
  }

  @Override
  public double[] pullBackProjection(double[] projectedGradient) {
    double[] gradient = new double[projection[0].length];
    for (int k = 0; k < projectedGradient.length; k++) {
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] += projection[k][i] * projectedGradient[k];
      }
    }
    return gradient;
  }

  @Override
  public List<Candidate> nearest(float[] projected, int count) {
    return IntStream.range(0, rows.length)
        .mapToObj(n -> candidate(projected, n))
        .sorted(
            Comparator.comparingDouble(Candidate::squaredDistance).thenComparingLong(Candidate::id))
        .limit(count)
        .toList();
  }

  private Candidate candidate(float[] projected, int n) {
    float[] feature = new float[rows[n].length];
    for (int i = 0; i < feature.length; i++) {
      feature[i] = (float) rows[n][i];
    }
    float[] row = project(feature);
    double squared = 0;
    for (int k = 0; k < row.length; k++) {
      squared += Math.pow((double) projected[k] - row[k], 2);
    }
    return new Candidate(n, labels[n], squared, feature);
  }

  @Override
  public SetResponse classify(
      float[] feature,
      List<Candidate> retrieved,
      double[] scoreBias,
      double temperature,
      OutputLoss loss) {
    int length = feature.length;
    double[] query = new double[length];
    for (int i = 0; i < length; i++) {
      for (int j = 0; j < length; j++) {
        query[j] += feature[i] * attention[i][j];
      }
    }
    int size = retrieved.size();
    double[] alpha = new double[size];
    double largest = Double.NEGATIVE_INFINITY;
    for (int n = 0; n < size; n++) {
      for (int j = 0; j < length; j++) {
        alpha[n] += query[j] * retrieved.get(n).feature()[j] / temperature;
      }
      alpha[n] += scoreBias[n];
      largest = Math.max(largest, alpha[n]);
    }
    double sum = 0;
    for (int n = 0; n < size; n++) {
      alpha[n] = Math.exp(alpha[n] - largest);
      sum += alpha[n];
    }
    double[] summary = new double[length + classes()];
    for (int n = 0; n < size; n++) {
      alpha[n] /= sum;
      for (int j = 0; j < length; j++) {
        summary[j] += alpha[n] * retrieved.get(n).feature()[j];
      }
      summary[length + retrieved.get(n).label()] += alpha[n];
    }
    float[] logits = new float[classes()];
    for (int k = 0; k < logits.length; k++) {
      double logit = 0;
      for (int j = 0; j < summary.length; j++) {
        logit += head[k][j] * summary[j];
      }
      logits[k] = (float) logit;
    }
    float[] logitGradient = new float[classes()];
    double value = loss.value(logits, logitGradient);
    double[] bias = biasGradient(retrieved, alpha, logitGradient);
    return new SetResponse(logits, value, featureGradient(retrieved, bias, temperature), bias);
  }

  private double[] biasGradient(List<Candidate> set, double[] alpha, float[] logitGradient) {
    int length = set.get(0).feature().length;
    double[] gradient = new double[alpha.length];
    double mean = 0;
    for (int n = 0; n < alpha.length; n++) {
      for (int k = 0; k < logitGradient.length; k++) {
        double along = head[k][length + set.get(n).label()];
        for (int j = 0; j < length; j++) {
          along += head[k][j] * set.get(n).feature()[j];
        }
        gradient[n] += logitGradient[k] * along;
      }
      mean += alpha[n] * gradient[n];
    }
    for (int n = 0; n < alpha.length; n++) {
      gradient[n] = alpha[n] * (gradient[n] - mean);
    }
    return gradient;
  }

  private double[] featureGradient(List<Candidate> set, double[] bias, double temperature) {
    double[] gradient = new double[attention.length];
    for (int n = 0; n < bias.length; n++) {
      for (int i = 0; i < gradient.length; i++) {
        for (int j = 0; j < attention[i].length; j++) {
          gradient[i] += bias[n] * attention[i][j] * set.get(n).feature()[j] / temperature;
        }
      }
    }
    return gradient;
  }
}
