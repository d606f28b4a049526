package io.retrievaldefense.attacks.retrieval;

import io.retrievaldefense.attacks.Candidate;
import io.retrievaldefense.attacks.ClassifyingLoss;
import io.retrievaldefense.attacks.RetrievalAccess;
import io.retrievaldefense.attacks.SetResponse;
import io.retrievaldefense.attacks.loss.OutputLoss;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Backward pass differentiable approximation of the retrieval (BPDA; Athalye, Carlini and Wagner
 * 2018): the forward pass is the model's, through its real index; the gradient is that of a soft
 * retrieval from the M nearest rows,
 *
 * <pre>
 * alpha = softmax(beta / tau + log sigmoid((r - ||h' - h'_n||^2) / T)),
 * r half way between the N-th and the (N+1)-th squared distance.
 * </pre>
 *
 * So a row's weight follows its distance, rows not retrieved included, and in the limit T to 0 (or
 * with M = N, where no row is at stake and the membership is 1) it is exactly the model's. The more
 * obvious softmax(beta - ||h' - h'_n||^2 / T) tends to the nearest row alone as T falls, which is
 * the model only for N = 1. The attention temperature tau, above 1, undoes saturated attention.
 */
final class SoftRetrieval implements ClassifyingLoss {

  /** A membership below e^-700 is none, and its logarithm stays finite. */
  private static final double LEAST_LOG = -700;

  private final RetrievalAccess index;
  private final OutputLoss loss;
  private final int candidates;
  private final ToDoubleFunction<List<Candidate>> temperatures;
  private final double attentionTemperature;
  private float[] logits;

  SoftRetrieval(
      RetrievalAccess index,
      OutputLoss loss,
      int candidates,
      double temperature,
      double attentionTemperature) {
    this(index, loss, candidates, rows -> temperature, attentionTemperature);
  }

  private SoftRetrieval(
      RetrievalAccess index,
      OutputLoss loss,
      int candidates,
      ToDoubleFunction<List<Candidate>> temperatures,
      double attentionTemperature) {
    this.index = index;
    this.loss = loss;
    this.candidates = candidates;
    this.temperatures = temperatures;
    this.attentionTemperature = attentionTemperature;
  }

  /**
   * With tau = 1 and T a share of the {@linkplain #spread spread} of the rows around the feature it
   * is asked about.
   *
   * @param candidates M
   */
  static SoftRetrieval ofSpread(
      RetrievalAccess index, OutputLoss loss, int candidates, double share) {
    return new SoftRetrieval(index, loss, candidates, rows -> share * spread(rows), 1);
  }

  /** From the nearest to the farthest squared distance; 1 where they are the same or none. */
  static double spread(List<Candidate> nearest) {
    if (nearest.isEmpty()) {
      return 1;
    }
    double spread =
        nearest.get(nearest.size() - 1).squaredDistance() - nearest.get(0).squaredDistance();
    return spread > 0 ? spread : 1;
  }

  @Override
  public float[] logits() {
    return logits;
  }

  /** The loss of the model's logits; the gradient through the soft retrieval. */
  @Override
  public double value(float[] feature, float[] gradient) {
    float[] projected = index.project(feature);
    List<Candidate> nearest = index.nearest(projected, candidates);
    List<Candidate> retrieved = nearest.subList(0, Math.min(index.neighbors(), nearest.size()));
    KeptGradient atLogits = new KeptGradient(loss);
    SetResponse forward =
        index.classify(feature, retrieved, new double[retrieved.size()], 1, atLogits);
    logits = forward.logits();
    backward(feature, projected, nearest, atLogits.gradient(), gradient);
    return forward.loss();
  }

  private void backward(
      float[] feature,
      float[] projected,
      List<Candidate> nearest,
      float[] logitGradient,
      float[] gradient) {
    double temperature = temperatures.applyAsDouble(nearest);
    double[] membership = memberships(nearest, temperature);
    double[] bias = new double[membership.length];
    for (int n = 0; n < bias.length; n++) {
      bias[n] = Math.max(LEAST_LOG, logSigmoid(membership[n]));
    }
    OutputLoss linear = new LinearLoss(logitGradient);
    SetResponse soft = index.classify(feature, nearest, bias, attentionTemperature, linear);
    double[] byDistance = distanceGradient(membership, soft.biasGradient(), temperature);
    double[] projectedGradient = new double[projected.length];
    ProjectedGradients.addDistances(index, projected, nearest, byDistance, projectedGradient);
    double[] through = index.pullBackProjection(projectedGradient);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = (float) (soft.featureGradient()[i] + through[i]);
    }
  }

  /** (r - squared distance) / T for each candidate; infinite where all of them are retrieved. */
  private double[] memberships(List<Candidate> nearest, double temperature) {
    double[] membership = new double[nearest.size()];
    int n = index.neighbors();
    for (int m = 0; m < membership.length; m++) {
      membership[m] =
          membership.length <= n
              ? Double.POSITIVE_INFINITY
              : ((nearest.get(n - 1).squaredDistance() + nearest.get(n).squaredDistance()) / 2
                      - nearest.get(m).squaredDistance())
                  / temperature;
    }
    return membership;
  }

  /** dL/d(squared distance), r moving with the two distances it lies between. */
  private double[] distanceGradient(
      double[] membership, double[] biasGradient, double temperature) {
    double[] gradient = new double[membership.length];
    double radius = 0;
    for (int m = 0; m < membership.length; m++) {
      // d log sigmoid(u) / du = sigmoid(-u).
      double slope = biasGradient[m] / (1 + Math.exp(membership[m])) / temperature;
      gradient[m] -= slope;
      radius += slope;
    }
    int n = index.neighbors();
    if (membership.length > n) {
      gradient[n - 1] += radius / 2;
      gradient[n] += radius / 2;
    }
    return gradient;
  }

  private static double logSigmoid(double u) {
    return u > 0 ? -Math.log1p(Math.exp(-u)) : u - Math.log1p(Math.exp(u));
  }

  /** Remembers the gradient that the loss wrote. */
  private static final class KeptGradient implements OutputLoss {
    private final OutputLoss loss;
    private float[] kept;

    KeptGradient(OutputLoss loss) {
      this.loss = loss;
    }

    float[] gradient() {
      return kept;
    }

    @Override
    public double value(float[] output, float[] gradient) {
      double value = loss.value(output, gradient);
      kept = gradient.clone();
      return value;
    }
  }

  /** g . z: pulls a given gradient back. */
  private record LinearLoss(float[] slope) implements OutputLoss {
    @Override
    public double value(float[] output, float[] gradient) {
      double value = 0;
      for (int k = 0; k < slope.length; k++) {
        gradient[k] = slope[k];
        value += (double) slope[k] * output[k];
      }
      return value;
    }
  }
}
