package io.retrievaldefense.report;

import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * A model that is attacked: the plain network, the extractor's where that is another one, or the
 * defence with N neighbours.
 *
 * @param neighbors N; 0 is the plain network, -1 the extractor's
 */
public record EvaluatedModel(int neighbors) implements Comparable<EvaluatedModel>, Serializable {
  /** The plain network. */
  public static final EvaluatedModel BASELINE = new EvaluatedModel(0);

  /** The extractor as a classifier of its own, where it is not the plain network. */
  public static final EvaluatedModel EXTRACTOR = new EvaluatedModel(-1);

  private static final String BASELINE_NAME = "baseline";
  private static final String EXTRACTOR_NAME = "extractor";
  private static final Pattern NAME = Pattern.compile("N=([1-9]\\d{0,8})");

  /** Checks N. */
  public EvaluatedModel {
    if (neighbors < -1) {
      throw new IllegalArgumentException("number of neighbors must be at least -1: " + neighbors);
    }
  }

  /**
   * @param name {@code baseline}, {@code extractor} or {@code N=10}
   * @return the model of that name
   */
  public static EvaluatedModel of(String name) {
    if (name.equals(BASELINE_NAME)) {
      return BASELINE;
    }
    if (name.equals(EXTRACTOR_NAME)) {
      return EXTRACTOR;
    }
    var match = NAME.matcher(name);
    if (!match.matches()) {
      throw new IllegalArgumentException("model must be baseline, extractor or N=number: " + name);
    }
    return new EvaluatedModel(Integer.parseInt(match.group(1)));
  }

  /**
   * @return whether it is the plain network
   */
  public boolean isBaseline() {
    return neighbors == 0;
  }

  /**
   * @return whether it retrieves
   */
  public boolean isDefence() {
    return neighbors > 0;
  }

  /** The baseline, the extractor, then by N. */
  @Override
  public int compareTo(EvaluatedModel other) {
    return Integer.compare(place(), other.place());
  }

  private int place() {
    return isDefence() ? neighbors + 1 : -neighbors;
  }

  @Override
  public String toString() {
    return isDefence() ? "N=" + neighbors : isBaseline() ? BASELINE_NAME : EXTRACTOR_NAME;
  }
}
