package io.retrievaldefense.index.query;

import io.retrievaldefense.index.hashing.HashTables;
import io.retrievaldefense.index.hashing.SignSketch;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.shard.IndexSchema;
import io.retrievaldefense.index.shard.Verification;
import java.io.IOException;

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
public final class LshIndex extends SnapshotIndex {
  private final SearchSettings settings;
  private final RowOrder order;
  private final BucketLookup lookup;
  private final RowVectors vectors;
  private final ThreadLocal<LshSearcher> searchers;

  private LshIndex(
      IndexManifest manifest,
      SearchSettings settings,
      ShardSet shards,
      RowOrder order,
      BucketLookup lookup,
      RowVectors vectors) {
    super(manifest, shards);
    this.order = order;
    this.vectors = vectors;
    this.settings = settings;
    this.lookup = lookup;
    IndexSchema schema = manifest.schema();
    HashTables tables = new HashTables(schema.hash(), schema.scaling());
    SignSketch sketch = new SignSketch(schema.hash(), schema.dimension());
    searchers =
        ThreadLocal.withInitial(
            () -> new LshSearcher(shards, order, lookup, vectors, tables, sketch));
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
    return over(manifest, shards, ResidentLookup.heapLimit(), progress);
  }

  /**
   * As the other, with a limit on what may be copied to the heap: the merged tables and sketches
   * first, then the vectors; what does not fit is searched in the maps.
   */
  static LshIndex open(
      IndexStore store, IndexManifest manifest, Verification verification, long residentBytes)
      throws IOException {
    ShardSet shards = ShardSet.open(store, manifest, verification);
    return over(manifest, shards, residentBytes, OpeningProgress.UNHEARD);
  }

  /** Over shards that are open. */
  static LshIndex over(
      IndexManifest manifest, ShardSet shards, long residentBytes, OpeningProgress progress) {
    int tables = manifest.schema().hash().tables();
    int words = manifest.schema().hash().sketchBits() / Long.SIZE;
    int dimension = manifest.schema().dimension();
    long rows = shards.rows();
    long tableBytes = ResidentLookup.bytes(rows, tables, words);
    // Arrays are indexed by ints.
    boolean tablesFit =
        tableBytes <= residentBytes && rows * Math.max(3, words) < Integer.MAX_VALUE;
    RowOrder order =
        tablesFit ? RowOrder.near(shards, dimension, progress) : RowOrder.stored(shards);
    return new LshIndex(
        manifest,
        manifest.search(),
        shards,
        order,
        tablesFit
            ? new ResidentLookup(shards, order, tables, words, progress)
            : new MappedLookup(shards),
        RowVectors.of(shards, order, dimension, residentBytes - tableBytes));
  }

  /** The same shards, searched in another way. */
  public LshIndex with(SearchSettings other) {
    return new LshIndex(manifest(), other, shards(), order, lookup, vectors);
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

  /** This thread's searcher. */
  LshSearcher searcher() {
    return searchers.get();
  }

  /** How it is searched. */
  public SearchSettings settings() {
    return settings;
  }

  @Override
  SearchResult answer(float[] query, int n) {
    return searchers.get().search(query, n, settings);
  }
}
