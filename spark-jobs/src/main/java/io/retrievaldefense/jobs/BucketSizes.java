package io.retrievaldefense.jobs;

import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.ShardReader;
import io.retrievaldefense.index.shard.ShardReceipt;
import io.retrievaldefense.index.shard.Verification;
import io.retrievaldefense.report.RetrievalQuality;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * How many buckets of an index are how large, in classes of doubling size, over all tables. A
 * bucket is counted in each shard by itself, as the manifest does.
 */
final class BucketSizes {
  /** What is read at most: of larger indexes, the first shards stand for all. */
  private static final long MOST_ENTRIES = 100_000_000;

  private final long[] buckets = new long[Integer.SIZE];
  private final long[] rows = new long[Integer.SIZE];

  private BucketSizes() {}

  static List<RetrievalQuality.BucketClass> of(IndexStore store, IndexManifest manifest)
      throws IOException {
    BucketSizes sizes = new BucketSizes();
    int tables = manifest.schema().hash().tables();
    long entries = 0;
    for (ShardReceipt receipt : manifest.shards()) {
      entries += (long) receipt.rows() * tables;
      if (entries > MOST_ENTRIES && entries > (long) receipt.rows() * tables) {
        break;
      }
      ShardReader shard =
          ShardReader.open(store.files(), receipt, manifest.schema(), Verification.STRUCTURE);
      for (int table = 0; table < tables; table++) {
        sizes.add(shard, table);
      }
    }
    return sizes.classes();
  }

  /** Entries are sorted by key, so a bucket is a run of equal ones. */
  private void add(ShardReader shard, int table) {
    int start = 0;
    for (int i = 1; i <= shard.rows(); i++) {
      if (i == shard.rows() || shard.entryKey(table, i) != shard.entryKey(table, start)) {
        int bin = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(i - start);
        buckets[bin]++;
        rows[bin] += i - start;
        start = i;
      }
    }
  }

  private List<RetrievalQuality.BucketClass> classes() {
    List<RetrievalQuality.BucketClass> classes = new ArrayList<>();
    for (int bin = 0; bin < buckets.length; bin++) {
      if (buckets[bin] > 0) {
        classes.add(
            new RetrievalQuality.BucketClass(
                1L << bin, (1L << bin + 1) - 1, buckets[bin], rows[bin]));
      }
    }
    return classes;
  }
}
