package io.retrievaldefense.classifier;

import java.util.Arrays;

/** Keeps the first layer's weights of y-bar at 0, whatever else is learned. */
final class HiddenLabels implements Parameterization {

  private final Parameterization learning;
  private final int weights;
  private final int behind;

  HiddenLabels(SummaryShape shape, Parameterization learning) {
    this.learning = learning;
    weights = shape.classes() * shape.widths()[1];
    // All that follows the weights of y-bar is the same in the model and in what is learned.
    behind = shape.parameterCount() - shape.labelWeightsFrom() - weights;
    clear(learning.learned());
    learning.expand();
  }

  @Override
  public double[] learned() {
    return learning.learned();
  }

  @Override
  public int decayFrom() {
    return learning.decayFrom();
  }

  @Override
  public void expand() {
    learning.expand();
  }

  @Override
  public double[] pullBack(double[] gradient) {
    double[] learnedGradient = learning.pullBack(gradient);
    clear(learnedGradient);
    return learnedGradient;
  }

  private void clear(double[] values) {
    int to = values.length - behind;
    Arrays.fill(values, to - weights, to, 0);
  }
}
