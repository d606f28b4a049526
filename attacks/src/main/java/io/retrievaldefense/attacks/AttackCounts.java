package io.retrievaldefense.attacks;

/**
 * What an attack on one example did, over all its restarts.
 *
 * @param iterations steps, as the attack counts them
 * @param queries forward passes, those of gradients included
 * @param gradientCalls backward passes
 * @param zeroGradientSteps backward passes that gave exactly zero everywhere although the loss had
 *     a gradient on the output: steps that could not move, which a table would count as robustness
 */
public record AttackCounts(
    long iterations, long queries, long gradientCalls, long zeroGradientSteps) {

  /** Nothing was asked. */
  public static final AttackCounts NONE = new AttackCounts(0, 0, 0, 0);
}
