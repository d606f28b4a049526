package io.retrievaldefense.report;

import java.util.List;

/**
 * How well attacks are noticed, as it is drawn.
 *
 * @param title of the page
 * @param falsePositives share of clean images that the calibrated thresholds flag
 * @param rates false-positive rates of {@link Signal#found}
 * @param settings by threat model and epsilon
 * @param evasions of the attacker who knows the detector, by epsilon
 */
public record NoticedAttacks(
    String title,
    double falsePositives,
    List<Double> rates,
    List<Setting> settings,
    List<Evasion> evasions) {

  /**
   * What attackers who hold the same do within the same ball.
   *
   * @param threat what they hold
   * @param epsilon radius of the ball
   * @param attacks by name
   */
  public record Setting(String threat, double epsilon, List<Attack> attacks) {

    /** Copies the attacks. */
    public Setting {
      attacks = List.copyOf(attacks);
    }
  }

  /**
   * One attack.
   *
   * @param name of it
   * @param examples adversarial examples that fooled the defence, at least one
   * @param signals how well each tells them from clean images
   */
  public record Attack(String name, int examples, List<Signal> signals) {

    /** Copies the signals. */
    public Attack {
      signals = List.copyOf(signals);
    }
  }

  /**
   * One signal.
   *
   * @param name of it
   * @param area under its ROC
   * @param found share of the examples above the threshold of each false-positive rate
   * @param flagged share of them above the calibrated threshold
   * @param curve from nothing flagged to everything
   */
  public record Signal(
      String name, double area, List<Double> found, double flagged, List<CurvePoint> curve) {

    /** Copies the numbers. */
    public Signal {
      found = List.copyOf(found);
      curve = List.copyOf(curve);
    }
  }

  /**
   * What some threshold does, in shares.
   *
   * @param falsePositives of the clean images flagged
   * @param found of the adversarial examples flagged
   */
  public record CurvePoint(double falsePositives, double found) {}

  /**
   * How the attacker who knows the detector fares.
   *
   * @param epsilon radius of the ball
   * @param examples images attacked
   * @param fooled of them, for which an example was found
   * @param unnoticed of these, for which one was found that is not flagged
   */
  public record Evasion(double epsilon, int examples, int fooled, int unnoticed) {}

  /** Copies the lists. */
  public NoticedAttacks {
    rates = List.copyOf(rates);
    settings = List.copyOf(settings);
    evasions = List.copyOf(evasions);
  }
}
