package io.retrievaldefense.index.query;

import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.shard.Verification;
import java.io.IOException;
import java.util.function.Function;

/**
 * Searches by p-stable hashes: the query is hashed once; in each table the likeliest buckets around
 * its own are looked into (multi-probe); the different rows met there are screened by the weighted
 * Hamming distance of their sign sketches, by the first 64 bits while they are collected, unless a
 * budget has to see them all, and those that remain by all bits; what is left is ranked by exact
 * distance.
 *
 * <p>Every step is defined on the whole index, never on a shard, so the answers are the same for
 * any partitioning.
 */
public final class LshIndex extends SnapshotIndex<OpenTables> {
  private final SearchSettings settings;

  private LshIndex(IndexManifest manifest, OpenTables opened) {
    super(manifest, opened);
    settings = manifest.search();
  }

  private LshIndex(LshIndex other, SearchSettings settings) {
    super(other);
    this.settings = settings;
  }

  /**
   * Opens a snapshot, searched as its manifest says.
   *
   * @param store of the index
   * @param manifest which snapshot
   * @param verification how much to read before trusting it
   */
  public static LshIndex open(IndexStore store, IndexManifest manifest, Verification verification)
      throws IOException {
    return open(store, manifest, verification, OpeningProgress.UNHEARD);
  }

  /** As the other; {@code progress} hears how far it is. */
  static LshIndex open(
      IndexStore store, IndexManifest manifest, Verification verification, OpeningProgress progress)
      throws IOException {
    ShardSet shards = ShardSet.open(store, manifest, verification, progress);
    return over(manifest, shards, HeapBudget.ofIndex(), progress);
  }

  /** As the other, with a limit on what may be copied to the heap. */
  static LshIndex open(
      IndexStore store, IndexManifest manifest, Verification verification, long residentBytes)
      throws IOException {
    ShardSet shards = ShardSet.open(store, manifest, verification);
    return over(manifest, shards, HeapBudget.ofIndex(residentBytes), OpeningProgress.UNHEARD);
  }

  /** Over shards that are open. */
  static LshIndex over(
      IndexManifest manifest, ShardSet shards, HeapBudget.Share share, OpeningProgress progress) {
    return new LshIndex(manifest, OpenTables.over(manifest, shards, share, progress));
  }

  /** The same shards, searched in another way; to close one is to close both. */
  public LshIndex with(SearchSettings other) {
    return new LshIndex(this, other);
  }

  /**
   * How many different rows the first screen leaves for the second, at least.
   *
   * @param n neighbours asked for
   * @param settings of the search
   */
  public static int firstScreen(int n, SearchSettings settings) {
    return LshSearcher.firstLimit(n, settings);
  }

  /** Does work with a searcher of this index. */
  <R> R searching(Function<LshSearcher, R> work) {
    return opened().searchers().searching(work);
  }

  /** How it is searched. */
  public SearchSettings settings() {
    return settings;
  }

  @Override
  SearchResult answer(OpenTables opened, float[] query, int n) {
    return opened.searchers().searching(searcher -> searcher.search(query, n, settings));
  }

  /** One searcher for the whole range: its memory stays in the caches of the thread. */
  @Override
  void answer(
      OpenTables opened, float[][] queries, int n, int from, int to, SearchResult[] results) {
    opened
        .searchers()
        .searching(
            searcher -> {
              for (int q = from; q < to; q++) {
                results[q] = searcher.search(queries[q], n, settings);
              }
              return results;
            });
  }
}
