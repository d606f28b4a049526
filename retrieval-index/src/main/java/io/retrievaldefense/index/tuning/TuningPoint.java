package io.retrievaldefense.index.tuning;

import io.retrievaldefense.index.hashing.HashParameters;
import io.retrievaldefense.index.manifest.SearchSettings;
import java.util.Locale;

/**
 * One choice of parameters, as it did on the sample.
 *
 * @param hash k, L, w
 * @param search probes and re-rank limit
 * @param recall of the n nearest, against exact search
 * @param candidateShare candidates of a query, repetitions included, over rows
 * @param cost of a query, see {@link IndexTuner}
 */
public record TuningPoint(
    HashParameters hash, SearchSettings search, double recall, double candidateShare, double cost) {
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "k=%d L=%d w=%.1f probes=%d: recall %.3f, candidates %.2f %%, cost %.1f us",
        hash.functionsPerTable(),
        hash.tables(),
        hash.width(),
        search.probesPerTable(),
        recall,
        100 * candidateShare,
        cost);
  }
}
