package io.retrievaldefense.attacks;

/**
 * What the classifier behind the index makes of a feature and a retrieved set.
 *
 * @param logits [C]
 * @param loss of the logits
 * @param featureGradient d(loss)/dh with the set held: through the attention scores, and directly
 *     where the classifier is given h [D]
 * @param biasGradient d(loss)/d(scoreBias) [size of the set]
 */
public record SetResponse(
    float[] logits, double loss, double[] featureGradient, double[] biasGradient) {}
