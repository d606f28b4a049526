package io.retrievaldefense.index.query;

import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.DeletionFile;
import io.retrievaldefense.index.shard.DeletionReceipt;
import io.retrievaldefense.index.shard.ShardReader;
import io.retrievaldefense.index.shard.ShardReceipt;
import io.retrievaldefense.index.shard.Verification;
import io.retrievaldefense.index.storage.CorruptIndexException;
import io.retrievaldefense.index.storage.CorruptIndexException.Kind;
import io.retrievaldefense.index.storage.IndexFiles;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/** The opened shards of a snapshot as one sequence of rows: shard by shard in manifest order. */
final class ShardSet {
  private final ShardReader[] readers;

  /** First row of each shard, and the number of rows at the end. */
  private final int[] starts;

  /** The row, over all shards of the snapshot, of the first row of each of these. */
  private final long[] snapshotStarts;

  /** Bits of the deleted rows. */
  private final long[] dead;

  private int buried;

  private ShardSet(ShardReader[] readers, long[] snapshotStarts) {
    this.readers = readers;
    this.snapshotStarts = snapshotStarts;
    starts = new int[readers.length + 1];
    for (int i = 0; i < readers.length; i++) {
      starts[i + 1] = starts[i] + readers[i].rows();
    }
    dead = new long[rows() / Long.SIZE + 1];
  }

  /** Shards of others and none of its own mean that the manifest belongs to another index. */
  private static void requireOwnManifest(IndexFiles files, IndexManifest manifest)
      throws IOException {
    Set<String> present = new HashSet<>(files.list("shards"));
    boolean foreign =
        !present.isEmpty()
            && manifest.shards().stream().noneMatch(shard -> present.contains(shard.name()));
    if (foreign) {
      throw new CorruptIndexException(
          Kind.FOREIGN,
          files.location() + "/" + manifest.fileName(),
          "a manifest of this index",
          "none of its " + manifest.shards().size() + " shards among " + present.size() + " files");
    }
  }

  private void bury(IndexFiles files, DeletionReceipt deletion, boolean whole) throws IOException {
    for (long id : DeletionFile.read(files, deletion)) {
      int row = rowOf(id);
      if (row < 0 && !whole) {
        continue;
      }
      if (row < 0 || isDead(row)) {
        throw new CorruptIndexException(
            Kind.MALFORMED,
            files.location() + "/" + deletion.name(),
            "ids that are in the index once",
            "id " + id);
      }
      dead[row >>> 6] |= 1L << row;
      buried++;
    }
  }

  /** The row of an id, deleted or not, or a negative number. */
  int rowOf(long id) {
    for (int i = 0; i < readers.length; i++) {
      ShardReceipt receipt = readers[i].receipt();
      if (id >= receipt.firstId() && id <= receipt.lastId()) {
        int row = readers[i].rowOf(id);
        if (row >= 0) {
          return starts[i] + row;
        }
      }
    }
    return -1;
  }

  /** Whether a row is deleted. */
  boolean isDead(int row) {
    return (dead[row >>> 6] & 1L << row) != 0;
  }

  /** Bits of the deleted rows; the set's own. */
  long[] deadBits() {
    return dead;
  }

  static ShardSet open(IndexStore store, IndexManifest manifest, Verification verification)
      throws IOException {
    return open(store, manifest, verification, OpeningProgress.UNHEARD);
  }

  static ShardSet open(
      IndexStore store, IndexManifest manifest, Verification verification, OpeningProgress progress)
      throws IOException {
    int[] all = IntStream.range(0, manifest.shards().size()).toArray();
    return open(store, manifest, all, verification, progress);
  }

  /**
   * Opens some shards of a snapshot.
   *
   * @param chosen their places in the manifest, ascending
   * @param progress counts them
   */
  static ShardSet open(
      IndexStore store,
      IndexManifest manifest,
      int[] chosen,
      Verification verification,
      OpeningProgress progress)
      throws IOException {
    progress.begin("opening shards", chosen.length);
    IndexFiles files = store.files();
    requireOwnManifest(files, manifest);
    ShardReader[] readers = new ShardReader[chosen.length];
    long[] snapshotStarts = new long[chosen.length];
    for (int i = 0; i < readers.length; i++) {
      ShardReceipt receipt = manifest.shards().get(chosen[i]);
      ShardReader reader = ShardReader.open(files, receipt, manifest.schema(), verification);
      if (reader.rows() != receipt.rows()) {
        throw new CorruptIndexException(
            Kind.MALFORMED,
            files.location() + "/" + manifest.fileName(),
            receipt.rows() + " rows in " + receipt.name(),
            reader.rows() + " rows");
      }
      readers[i] = reader;
      snapshotStarts[i] =
          manifest.shards().subList(0, chosen[i]).stream().mapToLong(ShardReceipt::rows).sum();
      progress.advance(1);
    }
    ShardSet set = new ShardSet(readers, snapshotStarts);
    for (DeletionReceipt deletion : manifest.deletions()) {
      set.bury(files, deletion, chosen.length == manifest.shards().size());
    }
    return set;
  }

  /** The row of the whole snapshot that a row of this set is. */
  long snapshotRow(int row) {
    int shard = shardOf(row);
    return snapshotStarts[shard] + row - starts[shard];
  }

  /** Rows stored, deleted ones included: what row numbers are below. */
  int rows() {
    return starts[readers.length];
  }

  /** Rows that can be found. */
  int live() {
    return rows() - buried;
  }

  int shards() {
    return readers.length;
  }

  ShardReader shard(int shard) {
    return readers[shard];
  }

  int start(int shard) {
    return starts[shard];
  }

  /** Which shard a row is in. */
  int shardOf(int row) {
    if (readers.length == 1) {
      return 0;
    }
    int found = Arrays.binarySearch(starts, row);
    return found >= 0 ? found : -found - 2;
  }

  long id(int row) {
    int shard = shardOf(row);
    return readers[shard].id(row - starts[shard]);
  }

  int label(int row) {
    int shard = shardOf(row);
    return readers[shard].label(row - starts[shard]);
  }

  void copyVector(int row, float[] target, int offset) {
    int shard = shardOf(row);
    readers[shard].copyVectors(row - starts[shard], 1, target, offset);
  }

  void copyFeature(long row, float[] target, int offset) {
    if (row < 0 || row >= rows()) {
      throw new IllegalArgumentException("row must be between 0 and " + (rows() - 1) + ": " + row);
    }
    int shard = shardOf((int) row);
    readers[shard].copyFeature((int) row - starts[shard], target, offset);
  }
}
