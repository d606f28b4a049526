package io.retrievaldefense.evaluation;

import io.retrievaldefense.attacks.Passing;
import io.retrievaldefense.report.ResultRow;
import java.util.Locale;

/** What a unit of work is for, which decides its attacks and its examples. */
public enum AttackGroup {
  /** Every image is classified. */
  CLEAN,
  /** Each attack on every example: the table's numbers. */
  TABLE,
  /** Gradient attacks in turn, each on what is still robust. */
  SURVIVORS,
  /** Attacks without gradients, on what is robust after all others. */
  QUERIES,
  /** Twice the steps, on what is still robust: does it change the result? */
  MORE_STEPS,
  /** Twice the restarts. */
  MORE_RESTARTS,
  /** All of [0,1] to choose from. */
  CHANCE,
  /** PGD-100 on the plain network, in one ball for all configurations. */
  PLAIN_CNN,
  /** PGD and soft retrieval on a model of which a part is changed. */
  ABLATION;

  /** Which examples an attack leaves to the next. */
  Passing passing() {
    return switch (this) {
      case SURVIVORS, QUERIES, MORE_STEPS, MORE_RESTARTS, ABLATION -> Passing.SURVIVORS;
      case CLEAN, TABLE, CHANCE, PLAIN_CNN -> Passing.EVERY_EXAMPLE;
    };
  }

  /**
   * True if its rows count for the worst case: all that attack the model itself within the ball,
   * those too that were run to check others.
   */
  public boolean isHeadline() {
    return ResultRow.isHeadline(id());
  }

  /** The name in result rows. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
