package io.retrievaldefense.report;

import java.util.List;

/**
 * Attention and retrieval of one model.
 *
 * @param model which
 * @param classes their names
 * @param summaries of clean images first, then of attacked ones
 */
public record AttentionData(String model, List<String> classes, List<AttentionSummary> summaries) {

  /** Copies the lists, and checks that purity is told of every class. */
  public AttentionData {
    classes = List.copyOf(classes);
    summaries = List.copyOf(summaries);
    for (AttentionSummary summary : summaries) {
      if (summary.purity().length != classes.size()) {
        throw new IllegalArgumentException(
            "purity must be told of each of "
                + classes.size()
                + " classes: "
                + summary.purity().length);
      }
    }
  }
}
