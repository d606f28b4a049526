package io.retrievaldefense.index.query;

import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.ShardReader;
import io.retrievaldefense.index.shard.ShardReceipt;
import io.retrievaldefense.index.shard.Verification;
import io.retrievaldefense.index.storage.CorruptIndexException;
import io.retrievaldefense.index.storage.CorruptIndexException.Kind;
import io.retrievaldefense.index.storage.IndexFiles;
import java.io.IOException;
import java.util.Arrays;

/** The opened shards of a snapshot as one sequence of rows: shard by shard in manifest order. */
final class ShardSet {
  private final ShardReader[] readers;

  /** First row of each shard, and the number of rows at the end. */
  private final int[] starts;

  private ShardSet(ShardReader[] readers) {
    this.readers = readers;
    starts = new int[readers.length + 1];
    for (int i = 0; i < readers.length; i++) {
      starts[i + 1] = starts[i] + readers[i].rows();
    }
  }

  static ShardSet open(IndexStore store, IndexManifest manifest, Verification verification)
      throws IOException {
    IndexFiles files = store.files();
    ShardReader[] readers = new ShardReader[manifest.shards().size()];
    for (int i = 0; i < readers.length; i++) {
      ShardReceipt receipt = manifest.shards().get(i);
      ShardReader reader = ShardReader.open(files, receipt, manifest.schema(), verification);
      if (reader.rows() != receipt.rows()) {
        throw new CorruptIndexException(
            Kind.MALFORMED,
            files.location() + "/" + manifest.fileName(),
            receipt.rows() + " rows in " + receipt.name(),
            reader.rows() + " rows");
      }
      readers[i] = reader;
    }
    return new ShardSet(readers);
  }

  int rows() {
    return starts[readers.length];
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
