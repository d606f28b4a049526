package io.retrievaldefense.attacks;

/**
 * The answer about one image.
 *
 * @param loss the loss asked for
 * @param gradient its gradient with respect to the pixels [inputLength]
 * @param output what the loss was computed on, logits [C] or features [D]
 */
public record PointGradient(double loss, float[] gradient, float[] output) {}
