package io.retrievaldefense.report;

import io.retrievaldefense.attacks.evaluation.WilsonInterval;

/**
 * One number of the table: the share of examples that are classified correctly.
 *
 * @param examples how many were attacked, at least one
 * @param robust how many of them are classified correctly under attack
 * @param cleanCorrect how many of them are classified correctly without
 * @param zeroGradient how many of them met a gradient that was zero everywhere: there the attack
 *     could not move, which is no robustness
 * @param coverage which examples were attacked
 */
public record TableCell(
    int examples, int robust, int cleanCorrect, int zeroGradient, Coverage coverage) {

  /**
   * A number about every example.
   *
   * @param examples how many were attacked, at least one
   * @param robust how many of them are classified correctly under attack
   * @param cleanCorrect how many of them are classified correctly without
   * @param zeroGradient how many of them met a gradient that was zero everywhere
   */
  public TableCell(int examples, int robust, int cleanCorrect, int zeroGradient) {
    this(examples, robust, cleanCorrect, zeroGradient, Coverage.EVERY_EXAMPLE);
  }

  /** Checks the counts against each other. */
  public TableCell {
    if (examples < 1) {
      throw new IllegalArgumentException("number of examples must be positive: " + examples);
    }
    requireShare("robust", robust, examples);
    requireShare("correct clean", cleanCorrect, examples);
    requireShare("zero-gradient", zeroGradient, examples);
  }

  private static void requireShare(String thing, int part, int examples) {
    if (part < 0 || part > examples) {
      throw new IllegalArgumentException(
          String.format("number of %s examples must be in [0, %d]: %d", thing, examples, part));
    }
  }

  /**
   * @return the share of correct answers under attack, in [0,1]
   */
  public double accuracy() {
    return (double) robust / examples;
  }

  /**
   * @return the share of correct answers without attack, in [0,1]
   */
  public double cleanAccuracy() {
    return (double) cleanCorrect / examples;
  }

  /**
   * @return the share of examples that met a zero gradient, in [0,1]
   */
  public double zeroGradientShare() {
    return (double) zeroGradient / examples;
  }

  /**
   * @return the 95 % interval of the accuracy
   */
  public WilsonInterval interval() {
    return WilsonInterval.of(robust, examples);
  }
}
