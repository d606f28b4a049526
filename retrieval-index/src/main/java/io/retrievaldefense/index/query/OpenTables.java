package io.retrievaldefense.index.query;

import io.retrievaldefense.index.hashing.HashTables;
import io.retrievaldefense.index.hashing.SignSketch;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.shard.IndexSchema;
import java.lang.ref.Cleaner;

/**
 * What an {@link LshIndex} has open: shards, what was copied of them to the heap, first the merged
 * tables with the sketches, then the vectors, and searchers.
 */
final class OpenTables implements Opened {
  private final ShardSet shards;
  private final SearcherPool searchers;
  private final Cleaner.Cleanable heap;

  private OpenTables(
      IndexManifest manifest, ShardSet shards, HeapBudget.Share share, OpeningProgress progress) {
    this.shards = shards;
    IndexSchema schema = manifest.schema();
    int tables = schema.hash().tables();
    int words = schema.hash().sketchBits() / Long.SIZE;
    int dimension = schema.dimension();
    long rows = shards.rows();
    // Arrays are indexed by ints.
    boolean resident =
        rows * Math.max(3, words) + Lines.LONGS_BEFORE < ArrayLengths.GREATEST
            && share.take(ResidentLookup.bytes(rows, tables, words));
    RowOrder order =
        resident ? RowOrder.near(shards, dimension, progress) : RowOrder.stored(shards);
    BucketLookup lookup =
        resident
            ? new ResidentLookup(shards, order, tables, words, progress)
            : new MappedLookup(shards);
    RowVectors vectors = RowVectors.of(shards, order, dimension, share);
    HashTables hashes = new HashTables(schema.hash(), schema.scaling());
    SignSketch sketch = new SignSketch(schema.hash(), dimension);
    searchers =
        new SearcherPool(() -> new LshSearcher(shards, order, lookup, vectors, hashes, sketch));
    heap = share.heldBy(this);
  }

  /**
   * Opens the tables of shards.
   *
   * @param share what may be copied to the heap
   */
  static OpenTables over(
      IndexManifest manifest, ShardSet shards, HeapBudget.Share share, OpeningProgress progress) {
    try {
      return new OpenTables(manifest, shards, share, progress);
    } catch (RuntimeException | Error e) {
      share.release();
      throw e;
    }
  }

  @Override
  public ShardSet shards() {
    return shards;
  }

  SearcherPool searchers() {
    return searchers;
  }

  @Override
  public void release() {
    heap.clean();
  }
}
