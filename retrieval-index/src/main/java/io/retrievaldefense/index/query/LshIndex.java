package io.retrievaldefense.index.query;

import io.retrievaldefense.index.hashing.HashTables;
import io.retrievaldefense.index.hashing.SignSketch;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.shard.IndexSchema;
import io.retrievaldefense.index.shard.Verification;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

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
public final class LshIndex implements NeighborIndex {
  private final IndexManifest manifest;
  private final SearchSettings settings;
  private final ShardSet shards;
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
    this.manifest = manifest;
    this.order = order;
    this.vectors = vectors;
    this.settings = settings;
    this.shards = shards;
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
    return open(store, manifest, verification, ResidentLookup.heapLimit());
  }

  /**
   * As the other, with a limit on what may be copied to the heap: the merged tables and sketches
   * first, then the vectors; what does not fit is searched in the maps.
   */
  static LshIndex open(
      IndexStore store, IndexManifest manifest, Verification verification, long residentBytes)
      throws IOException {
    return over(manifest, ShardSet.open(store, manifest, verification), residentBytes);
  }

  /** Over shards that are open. */
  static LshIndex over(IndexManifest manifest, ShardSet shards, long residentBytes) {
    int tables = manifest.schema().hash().tables();
    int words = manifest.schema().hash().sketchBits() / Long.SIZE;
    int dimension = manifest.schema().dimension();
    long rows = shards.rows();
    long tableBytes = ResidentLookup.bytes(rows, tables, words);
    // Arrays are indexed by ints.
    boolean tablesFit =
        tableBytes <= residentBytes && rows * Math.max(3, words) < Integer.MAX_VALUE;
    RowOrder order = tablesFit ? RowOrder.near(shards, dimension) : RowOrder.stored(shards);
    return new LshIndex(
        manifest,
        manifest.search(),
        shards,
        order,
        tablesFit ? new ResidentLookup(shards, order, tables, words) : new MappedLookup(shards),
        RowVectors.of(shards, order, dimension, residentBytes - tableBytes));
  }

  /** The same shards, searched in another way. */
  public LshIndex with(SearchSettings other) {
    return new LshIndex(manifest, other, shards, order, lookup, vectors);
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
  public int size() {
    return shards.live();
  }

  @Override
  public int dimension() {
    return manifest.schema().dimension();
  }

  @Override
  public int featureDimension() {
    return manifest.schema().featureDimension();
  }

  @Override
  public IndexManifest manifest() {
    return manifest;
  }

  @Override
  public SearchResult search(float[] projectedQuery, int n) {
    Queries.require(this, projectedQuery, n);
    return searchers.get().search(projectedQuery, n, settings);
  }

  @Override
  public List<SearchResult> searchBatch(float[][] queries, int n, int threads) {
    Queries.require(this, queries, n);
    SearchResult[] results = new SearchResult[queries.length];
    Batches.run(
        queries.length,
        threads,
        (start, end) -> {
          for (int q = start; q < end; q++) {
            results[q] = searchers.get().search(queries[q], n, settings);
          }
        });
    return Arrays.asList(results);
  }

  @Override
  public void copyFeature(long row, float[] target, int offset) {
    shards.copyFeature(row, target, offset);
  }

  @Override
  public void close() {
    // Maps are released with the last reference to them.
  }
}
