package io.retrievaldefense.pipeline;

import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a step did.
 *
 * @param text half a sentence for the console: {@code 22,500 + 2,500 images decoded}
 * @param figures named numbers for {@code metrics.json}: rows, bytes, accuracies
 */
public record StepSummary(String text, SortedMap<String, Double> figures) {

  /** Copies the figures, each of which must be finite. */
  public StepSummary {
    Objects.requireNonNull(text, "text");
    figures.forEach(
        (name, value) -> {
          if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                "figure " + name + " of a step must be finite: " + value);
          }
        });
    figures = Collections.unmodifiableSortedMap(new TreeMap<>(figures));
  }

  /**
   * @param text half a sentence for the console
   * @return a summary without figures
   */
  public static StepSummary of(String text) {
    return new StepSummary(text, new TreeMap<>());
  }

  /**
   * @param name what the number is, such as {@code rows}
   * @param value the number, finite
   * @return this with one more figure
   */
  public StepSummary with(String name, double value) {
    SortedMap<String, Double> more = new TreeMap<>(figures);
    more.put(name, value);
    return new StepSummary(text, more);
  }
}
