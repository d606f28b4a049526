package io.retrievaldefense.classifier;

/**
 * How attention and fully connected layers are trained.
 *
 * @param attentionStart multiple of the identity that U starts as, for features of unit norm: the
 *     larger, the sharper attention begins, and the smaller the gradient that flows through it
 * @param epochs the most passes over the training set
 * @param batch examples per step
 * @param learningRate of Adam at the start; falls to 0 as a cosine
 * @param weightDecay decoupled, not applied to U
 * @param dropout of hidden layers
 * @param patience epochs without a better validation accuracy before it stops
 * @param seed of weights, order and dropout
 * @param attention what is learned beyond the paper's
 */
public record SummaryTrainingOptions(
    double attentionStart,
    int epochs,
    int batch,
    double learningRate,
    double weightDecay,
    double dropout,
    int patience,
    long seed,
    AttentionOptions attention) {

  /** Checks the numbers. */
  public SummaryTrainingOptions {
    require(
        attentionStart >= 0 && Double.isFinite(attentionStart),
        "attention start must be finite and not negative",
        attentionStart);
    require(epochs >= 1, "epochs must be positive", epochs);
    require(batch >= 1, "batch must be positive", batch);
    require(learningRate > 0, "learning rate must be positive", learningRate);
    require(weightDecay >= 0, "weight decay must not be negative", weightDecay);
    require(dropout >= 0 && dropout < 1, "dropout must be in [0, 1)", dropout);
    require(patience >= 1, "patience must be positive", patience);
  }

  /** The same for a single epoch. */
  public SummaryTrainingOptions forOneEpoch() {
    return new SummaryTrainingOptions(
        attentionStart, 1, batch, learningRate, weightDecay, dropout, patience, seed, attention);
  }

  private static void require(boolean holds, String rule, Number actual) {
    if (!holds) {
      throw new IllegalArgumentException(rule + ": " + actual);
    }
  }
}
