package io.retrievaldefense.index.build;

import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.DeletionFile;
import io.retrievaldefense.index.shard.DeletionReceipt;
import io.retrievaldefense.index.shard.ShardReader;
import io.retrievaldefense.index.shard.Verification;
import io.retrievaldefense.index.vectors.VectorReader;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** The vectors h' of a snapshot, shard by shard, without those that are deleted. */
public final class IndexVectors implements VectorReader {
  private final IndexStore store;
  private final IndexManifest manifest;
  private final Set<Long> deleted = new HashSet<>();
  private int shard = -1;
  private ShardReader reader;
  private int row;

  /**
   * @param store of the index
   * @param manifest which snapshot
   */
  public IndexVectors(IndexStore store, IndexManifest manifest) throws IOException {
    this.store = store;
    this.manifest = manifest;
    for (DeletionReceipt deletion : manifest.deletions()) {
      for (long id : DeletionFile.read(store.files(), deletion)) {
        deleted.add(id);
      }
    }
  }

  @Override
  public int dimension() {
    return manifest.schema().dimension();
  }

  @Override
  public long size() {
    return manifest.rows();
  }

  @Override
  public boolean next(float[] target) throws IOException {
    do {
      if (reader == null || row == reader.rows()) {
        if (shard + 1 == manifest.shards().size()) {
          return false;
        }
        shard++;
        reader =
            ShardReader.open(
                store.files(),
                manifest.shards().get(shard),
                manifest.schema(),
                Verification.STRUCTURE);
        row = 0;
      }
      row++;
    } while (deleted.contains(reader.id(row - 1)));
    reader.copyVectors(row - 1, 1, target, 0);
    return true;
  }

  @Override
  public void skip(long count) throws IOException {
    float[] passed = new float[dimension()];
    for (long i = 0; i < count && next(passed); i++) {
      // Deleted rows must not count, so each is looked at.
    }
  }

  @Override
  public void close() {
    // Maps are released with the last reference to them.
  }
}
