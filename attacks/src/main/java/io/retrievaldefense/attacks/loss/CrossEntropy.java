package io.retrievaldefense.attacks.loss;

/**
 * L(z) = -log softmax(z)[label], with dL/dz_k = p_k for k other than the label and dL/dz_label =
 * -(sum of the other p_k). The label's entry is not computed as p_label - 1, which is exactly zero
 * as soon as p_label rounds to one and would report a confident model as having no gradient.
 *
 * @param label the true class
 */
public record CrossEntropy(int label) implements OutputLoss {

  @Override
  public double value(float[] logits, float[] gradient) {
    double normaliser = Logits.logSumExp(logits);
    double others = 0;
    for (int k = 0; k < logits.length; k++) {
      if (k != label) {
        double probability = Math.exp(logits[k] - normaliser);
        gradient[k] = (float) probability;
        others += probability;
      }
    }
    gradient[label] = (float) -others;
    return Logits.crossEntropy(logits, label);
  }
}
