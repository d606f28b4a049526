package io.retrievaldefense.report;

import java.util.Comparator;

/**
 * What one number of the table is about.
 *
 * @param model what was attacked
 * @param threat what the attacker was assumed to know
 * @param attack the attack's name
 * @param epsilon size of the ball, of pixels in [0,1]
 */
public record CellKey(EvaluatedModel model, String threat, String attack, double epsilon)
    implements Comparable<CellKey> {
  private static final Comparator<CellKey> ORDER =
      Comparator.comparing(CellKey::attack)
          .thenComparing(CellKey::threat)
          .thenComparingDouble(CellKey::epsilon)
          .thenComparing(CellKey::model);

  /** Checks that names are there and epsilon is a finite size. */
  public CellKey {
    if (threat.isBlank() || attack.isBlank()) {
      throw new IllegalArgumentException(
          "threat and attack must have names: \"" + threat + "\", \"" + attack + "\"");
    }
    if (!(epsilon >= 0 && epsilon <= 1)) {
      throw new IllegalArgumentException("epsilon must be in [0, 1]: " + epsilon);
    }
  }

  @Override
  public int compareTo(CellKey other) {
    return ORDER.compare(this, other);
  }
}
