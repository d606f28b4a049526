package io.retrievaldefense.index.tuning;

import io.retrievaldefense.index.hashing.HashParameters;
import io.retrievaldefense.index.manifest.SearchSettings;
import java.util.Locale;

/**
 * One choice of parameters, as it did.
 *
 * @param hash k, L, w
 * @param search probes and re-rank limit
 * @param recall of the n nearest, over the queries
 * @param recallError its standard error
 * @param candidateShare candidates of a query, repetitions included, over rows
 * @param cost of a query, as so many rows met, see {@link IndexTuner}
 */
public record TuningPoint(
    HashParameters hash,
    SearchSettings search,
    double recall,
    double recallError,
    double candidateShare,
    double cost) {
  /** What the recall on other queries of the kind will hardly be below: two errors less. */
  public double assuredRecall() {
    return recall - 2 * recallError;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "k=%d L=%d w=%.1f probes=%d rerank=%d: recall %.3f +- %.3f, candidates %.2f %%, cost %,.0f",
        hash.functionsPerTable(),
        hash.tables(),
        hash.width(),
        search.probesPerTable(),
        search.rerankLimit(),
        recall,
        recallError,
        100 * candidateShare,
        cost);
  }
}
