package io.retrievaldefense.index.tuning;

import java.util.List;

/**
 * What a tuning found.
 *
 * @param frontier the recall/cost curve: points that no other beats in both, by ascending cost and
 *     {@link TuningPoint#assuredRecall}
 * @param chosen the cheapest point that reaches the target, or the one of highest assured recall
 * @param reason why, as a sentence
 */
public record TuningReport(List<TuningPoint> frontier, TuningPoint chosen, String reason) {
  /** Takes an immutable copy of the list. */
  public TuningReport {
    frontier = List.copyOf(frontier);
  }
}
