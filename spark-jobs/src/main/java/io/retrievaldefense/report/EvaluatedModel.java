package io.retrievaldefense.report;

import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * A model that is attacked: the plain network, or the defence with N neighbours.
 *
 * @param neighbors N; 0 is the plain network
 */
public record EvaluatedModel(int neighbors) implements Comparable<EvaluatedModel>, Serializable {
  /** The plain network. */
  public static final EvaluatedModel BASELINE = new EvaluatedModel(0);

  private static final String BASELINE_NAME = "baseline";
  private static final Pattern NAME = Pattern.compile("N=([1-9]\\d{0,8})");

  /** Checks N. */
  public EvaluatedModel {
    if (neighbors < 0) {
      throw new IllegalArgumentException("number of neighbors must not be negative: " + neighbors);
    }
  }

  /**
   * @param name {@code baseline} or {@code N=10}
   * @return the model of that name
   */
  public static EvaluatedModel of(String name) {
    if (name.equals(BASELINE_NAME)) {
      return BASELINE;
    }
    var match = NAME.matcher(name);
    if (!match.matches()) {
      throw new IllegalArgumentException("model must be baseline or N=number: " + name);
    }
    return new EvaluatedModel(Integer.parseInt(match.group(1)));
  }

  /**
   * @return whether it is the plain network
   */
  public boolean isBaseline() {
    return neighbors == 0;
  }

  @Override
  public int compareTo(EvaluatedModel other) {
    return Integer.compare(neighbors, other.neighbors);
  }

  @Override
  public String toString() {
    return isBaseline() ? BASELINE_NAME : "N=" + neighbors;
  }
}
