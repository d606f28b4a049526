package io.retrievaldefense.index.query;

import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.shard.Verification;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Some of the shards of a snapshot, for an index that no machine holds. Its answers are shares:
 * merged over parts that make up the snapshot, by squared distance and then id, they are the
 * answers of the whole, and so are their statistics when added up.
 *
 * <p>What {@code lsh} decides on all candidates, parts cannot decide: it is asked of them in
 * rounds, {@link #countMet}, {@link #countCandidates} and {@link #rank}, between which the caller
 * adds up what they count. Where all counts of the second round are fewer than n, the query's bound
 * of the first is to be {@link ScreenCounts#EVERY_ROW} and that round repeated. There must be no
 * candidate budget. Safe for concurrent use.
 */
public final class PartialIndex {
  private final IndexManifest manifest;
  private final ShardSet shards;
  private LshIndex lsh;

  private PartialIndex(IndexManifest manifest, ShardSet shards) {
    this.manifest = manifest;
    this.shards = shards;
  }

  /**
   * Opens a part.
   *
   * @param store of the index
   * @param manifest which snapshot
   * @param shards places of its shards in the manifest, ascending
   * @param verification how much to read before trusting them
   */
  public static PartialIndex open(
      IndexStore store, IndexManifest manifest, int[] shards, Verification verification)
      throws IOException {
    return new PartialIndex(
        manifest, ShardSet.open(store, manifest, shards, verification, OpeningProgress.UNHEARD));
  }

  /** Made when it is first asked: {@code exact} needs no tables. */
  private synchronized LshIndex lsh() {
    if (lsh == null) {
      lsh = LshIndex.over(manifest, shards, HeapBudget.ofPart(), OpeningProgress.UNHEARD);
    }
    return lsh;
  }

  /** The n nearest rows of this part, or all of them; rows are those of the whole snapshot. */
  public List<SearchResult> exact(float[][] queries, int n) {
    if (shards.live() == 0) {
      SearchResult none = new SearchResult(List.of(), new QueryStats(0, 0, 0, 0, 0, 0));
      return Collections.nCopies(queries.length, none);
    }
    return ExactIndex.over(manifest, shards).searchBatch(queries, Math.min(n, shards.live()), 1);
  }

  /** How many of the rows met in the buckets lie at each distance of the first screen. */
  public ScreenCounts countMet(float[][] queries, SearchSettings settings) {
    requireNoBudget(settings);
    return counts(queries, (searcher, q) -> searcher.countMet(queries[q], settings));
  }

  /**
   * How many of the candidates lie at each distance of the second screen.
   *
   * @param firstBounds of the first screen, for each query
   */
  public ScreenCounts countCandidates(
      float[][] queries, SearchSettings settings, int[] firstBounds) {
    return counts(
        queries, (searcher, q) -> searcher.countCandidates(queries[q], settings, firstBounds[q]));
  }

  /** What a searcher counts for a query, by its number. */
  private interface Counting {
    int[] of(LshSearcher searcher, int query);
  }

  private ScreenCounts counts(float[][] queries, Counting counting) {
    return lsh()
        .searching(
            searcher -> {
              int[][] counts = new int[queries.length][];
              for (int q = 0; q < counts.length; q++) {
                counts[q] = counting.of(searcher, q);
              }
              return new ScreenCounts(counts);
            });
  }

  /**
   * The n nearest of what both screens leave.
   *
   * @param firstBounds of the first screen, for each query
   * @param secondBounds of the second
   */
  public List<SearchResult> rank(
      float[][] queries, int n, SearchSettings settings, int[] firstBounds, int[] secondBounds) {
    return lsh()
        .searching(
            searcher ->
                IntStream.range(0, queries.length)
                    .mapToObj(
                        q ->
                            searcher.rankWithin(
                                queries[q], n, settings, firstBounds[q], secondBounds[q]))
                    .toList());
  }

  private static void requireNoBudget(SearchSettings settings) {
    if (settings.candidateBudget() != SearchSettings.UNLIMITED) {
      throw new IllegalArgumentException(
          "candidate budget of a part must be unlimited: " + settings.candidateBudget());
    }
  }
}
