package io.retrievaldefense.rebuild;

import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.DeletionFile;
import io.retrievaldefense.index.shard.DeletionReceipt;
import io.retrievaldefense.index.shard.ShardReader;
import io.retrievaldefense.index.shard.ShardReceipt;
import io.retrievaldefense.index.shard.Verification;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * Which ids a snapshot holds.
 *
 * @param live those that are found
 * @param deleted those that its shards still hold
 */
record IndexContents(Set<Long> live, Set<Long> deleted) {

  static IndexContents read(IndexStore store, IndexManifest manifest) throws IOException {
    Set<Long> deleted = new HashSet<>();
    for (DeletionReceipt deletion : manifest.deletions()) {
      for (long id : DeletionFile.read(store.files(), deletion)) {
        deleted.add(id);
      }
    }
    Set<Long> live = new HashSet<>();
    for (ShardReceipt receipt : manifest.shards()) {
      ShardReader shard =
          ShardReader.open(store.files(), receipt, manifest.schema(), Verification.STRUCTURE);
      for (int row = 0; row < shard.rows(); row++) {
        live.add(shard.id(row));
      }
    }
    live.removeAll(deleted);
    return new IndexContents(live, deleted);
  }
}
