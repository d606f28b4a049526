package io.retrievaldefense.detection;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Thresholds on signals, set on clean images so that a given share of them is flagged. All signals
 * together are one more: the largest of (signal - median) / (threshold - median), so that 1 is
 * where a signal by itself would flag.
 *
 * @param medians of each signal over clean images
 * @param thresholds of each signal
 * @param combinedThreshold of all together
 */
public record Detector(double[] medians, double[] thresholds, double combinedThreshold) {
  /** Keeps the scale of a signal that hardly varies on clean images. */
  private static final double LEAST_SCALE = 1e-9;

  /** Checks that there is a number for every signal. */
  public Detector {
    int signals = Signal.values().length;
    if (medians.length != signals || thresholds.length != signals) {
      throw new IllegalArgumentException(
          "medians and thresholds must be one per signal, %d: %d and %d"
              .formatted(signals, medians.length, thresholds.length));
    }
  }

  /**
   * @param clean what the defence tells of clean images that it was not trained on
   * @param falsePositives share of them that each threshold flags, in (0, 1)
   * @return the thresholds
   */
  public static Detector calibrated(List<Evidence> clean, double falsePositives) {
    if (clean.isEmpty()) {
      throw new IllegalArgumentException("clean images must not be empty: 0");
    }
    if (!(falsePositives > 0 && falsePositives < 1)) {
      throw new IllegalArgumentException(
          "false-positive rate must be in (0, 1): " + falsePositives);
    }
    int signals = Signal.values().length;
    double[] medians = new double[signals];
    double[] thresholds = new double[signals];
    for (Signal signal : Signal.values()) {
      int k = signal.ordinal();
      double[] sorted = sorted(clean, evidence -> evidence.of(signal));
      medians[k] = Thresholds.exceededBy(0.5, sorted);
      thresholds[k] = Thresholds.exceededBy(falsePositives, sorted);
    }
    Detector single = new Detector(medians, thresholds, Double.NaN);
    double[] combined = sorted(clean, single::combined);
    return new Detector(medians, thresholds, Thresholds.exceededBy(falsePositives, combined));
  }

  /**
   * @param evidence of an input
   * @return all signals together
   */
  public double combined(Evidence evidence) {
    double largest = Double.NEGATIVE_INFINITY;
    for (Signal signal : Signal.values()) {
      largest = Math.max(largest, scaled(signal, evidence));
    }
    return largest;
  }

  /** A signal in units in which its median is 0 and its threshold is 1. */
  double scaled(Signal signal, Evidence evidence) {
    return (evidence.of(signal) - medians[signal.ordinal()]) / scale(signal);
  }

  double scale(Signal signal) {
    int k = signal.ordinal();
    return Math.max(LEAST_SCALE, thresholds[k] - medians[k]);
  }

  /**
   * @param evidence of an input
   * @return whether all signals together flag it
   */
  public boolean flags(Evidence evidence) {
    return combined(evidence) > combinedThreshold;
  }

  /**
   * @param signal which
   * @param evidence of an input
   * @return whether that signal alone flags it
   */
  public boolean flags(Signal signal, Evidence evidence) {
    return evidence.of(signal) > thresholds[signal.ordinal()];
  }

  private static double[] sorted(List<Evidence> clean, ToDoubleFunction<Evidence> value) {
    return clean.stream().mapToDouble(value).sorted().toArray();
  }

  @Override
  public String toString() {
    return "Detector[thresholds="
        + Arrays.toString(thresholds)
        + ", combined="
        + combinedThreshold
        + "]";
  }
}
