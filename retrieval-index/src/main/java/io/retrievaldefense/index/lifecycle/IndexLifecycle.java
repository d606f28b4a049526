package io.retrievaldefense.index.lifecycle;

import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.DeletionFile;
import io.retrievaldefense.index.shard.DeletionReceipt;
import io.retrievaldefense.index.shard.IndexSchema;
import io.retrievaldefense.index.shard.ShardReader;
import io.retrievaldefense.index.shard.ShardReceipt;
import io.retrievaldefense.index.shard.ShardSeries;
import io.retrievaldefense.index.shard.Verification;
import io.retrievaldefense.index.storage.CorruptIndexException;
import io.retrievaldefense.index.storage.CorruptIndexException.Kind;
import io.retrievaldefense.index.storage.IndexNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Changes an index by committing a new snapshot after a given one; the given one stays as it is.
 * When another writer has committed in between, the change fails with {@code
 * SnapshotConflictException} and nothing of it is visible: read the latest snapshot and try again.
 */
public final class IndexLifecycle {
  private final IndexStore store;

  /**
   * @param store of the index
   */
  public IndexLifecycle(IndexStore store) {
    this.store = store;
  }

  /**
   * Adds shards, written with the snapshot's schema. Costs what is added: shards whose range of ids
   * overlaps no other's are not compared row by row.
   *
   * @param base the latest snapshot
   * @param added receipts of new shards
   * @throws CorruptIndexException of kind DUPLICATE when an id is in the index already, deleted
   *     ones included until they are compacted away
   */
  public IndexManifest append(IndexManifest base, List<ShardReceipt> added) throws IOException {
    if (added.isEmpty()) {
      throw new IllegalArgumentException("appended shards must not be empty: []");
    }
    List<ShardReceipt> all = new ArrayList<>(base.shards());
    all.addAll(added);
    // A shard may overlap many others: opening it reads every byte of it, so that is done once.
    Map<ShardReceipt, ShardReader> opened = new HashMap<>();
    for (ShardReceipt receipt : added) {
      requireNewIds(base.schema(), receipt, all, opened);
    }
    return commit(base.with(base.snapshot() + 1, all, base.deletions()));
  }

  private void requireNewIds(
      IndexSchema schema,
      ShardReceipt added,
      List<ShardReceipt> all,
      Map<ShardReceipt, ShardReader> opened)
      throws IOException {
    ShardReader shard = open(schema, added, opened);
    for (ShardReceipt other : all) {
      boolean overlaps =
          other != added && other.firstId() <= added.lastId() && added.firstId() <= other.lastId();
      if (overlaps) {
        ShardReader existing = open(schema, other, opened);
        for (int row = 0; row < shard.rows(); row++) {
          if (existing.rowOf(shard.id(row)) >= 0) {
            throw new CorruptIndexException(
                Kind.DUPLICATE,
                store.files().location() + "/" + added.name(),
                "ids that are not in the index",
                "id " + shard.id(row) + ", also in " + other.name());
          }
        }
      }
    }
  }

  /**
   * Takes rows out of the index. Shards stay as they are; compaction drops the rows.
   *
   * @param base the latest snapshot
   * @param ids at least one, distinct
   * @throws IllegalArgumentException when an id is not in the index or was deleted before
   */
  public IndexManifest delete(IndexManifest base, long[] ids) throws IOException {
    if (ids.length == 0) {
      throw new IllegalArgumentException("deleted ids must not be empty: []");
    }
    long[] sorted = ids.clone();
    Arrays.sort(sorted);
    long[] deleted = deletedIds(base);
    List<ShardReader> shards = openAll(base);
    for (int i = 0; i < sorted.length; i++) {
      long id = sorted[i];
      boolean present =
          Arrays.binarySearch(deleted, id) < 0
              && shards.stream().anyMatch(shard -> shard.rowOf(id) >= 0);
      if (!present || (i > 0 && sorted[i - 1] == id)) {
        throw new IllegalArgumentException("deleted id must be in the index once: " + id);
      }
    }
    List<DeletionReceipt> deletions = new ArrayList<>(base.deletions());
    if (base.rows() == sorted.length) {
      throw new IllegalArgumentException(
          "deleted ids must leave at least one row: " + sorted.length + " of " + base.rows());
    }
    deletions.add(DeletionFile.write(store.files(), sorted));
    return commit(base.with(base.snapshot() + 1, base.shards(), deletions));
  }

  /**
   * Rewrites all rows that are not deleted, in ascending order of id, into as few shards as their
   * size allows. The answers stay the same.
   *
   * @param base the latest snapshot
   * @param rowsPerShard how many rows a new shard holds at most
   */
  public IndexManifest compact(IndexManifest base, int rowsPerShard) throws IOException {
    return compact(base, rowsPerShard, rows -> {});
  }

  /**
   * Compacts, and tells how far it is.
   *
   * @param base the latest snapshot
   * @param rowsPerShard how many rows a new shard holds at most
   * @param written is told how many more rows have been written
   * @throws IllegalArgumentException when a shard of so many rows would be too long
   */
  public IndexManifest compact(IndexManifest base, int rowsPerShard, LongConsumer written)
      throws IOException {
    ShardSeries.requireFits(base.schema(), Math.min(rowsPerShard, base.rows()));
    long[] deleted = deletedIds(base);
    IndexSchema schema = base.schema();
    RowMerge merge = new RowMerge(openAll(base));
    float[] projected = new float[schema.dimension()];
    float[] feature = new float[schema.featureDimension()];
    List<ShardReceipt> shards;
    try (ShardSeries series =
        new ShardSeries(store.files(), schema, base.search().candidateBudget(), rowsPerShard)) {
      for (RowMerge.Row row = merge.next(); row != null; row = merge.next()) {
        if (Arrays.binarySearch(deleted, row.id()) >= 0) {
          continue;
        }
        row.shard().copyVectors(row.row(), 1, projected, 0);
        row.shard().copyFeature(row.row(), feature, 0);
        series.add(row.id(), row.shard().label(row.row()), projected, feature);
        written.accept(1);
      }
      shards = series.finish();
    }
    return commit(base.with(base.snapshot() + 1, shards, List.of()));
  }

  /**
   * Commits an older snapshot's content as the newest. Nothing is copied. A collector that takes
   * the target away at the same time is noticed: before the commit, or, in the moment of it, after
   * it; then the snapshot {@code latest} is still whole, and the one to roll back to.
   *
   * @param latest the latest snapshot
   * @param target the snapshot to return to
   * @throws IndexNotFoundException when the target is not there, or was collected meanwhile
   * @throws CorruptIndexException when a file of it is damaged or missing
   */
  public IndexManifest rollback(IndexManifest latest, long target) throws IOException {
    IndexManifest old = store.manifest(target);
    openAll(old);
    deletedIds(old);
    // Reading every byte takes long enough for a collector to come by.
    requireUncollected(target, Set.of());
    IndexManifest back = commit(old.with(latest.snapshot() + 1, old.shards(), old.deletions()));
    Set<String> missing = new HashSet<>();
    old.shards().forEach(shard -> missing.add(shard.name()));
    old.deletions().forEach(deletion -> missing.add(deletion.name()));
    missing.removeAll(store.files().list("shards"));
    if (!missing.isEmpty()) {
      requireUncollected(target, missing);
    }
    return back;
  }

  private void requireUncollected(long target, Set<String> missing) throws IOException {
    if (!store.snapshots().contains(target)) {
      throw new IndexNotFoundException(
          store.files().location(),
          "snapshot " + target,
          "that it was collected meanwhile; files gone: " + missing);
    }
  }

  private IndexManifest commit(IndexManifest manifest) throws IOException {
    store.commit(manifest);
    return manifest;
  }

  private long[] deletedIds(IndexManifest base) throws IOException {
    List<long[]> parts = new ArrayList<>();
    for (DeletionReceipt deletion : base.deletions()) {
      parts.add(DeletionFile.read(store.files(), deletion));
    }
    return parts.stream().flatMapToLong(Arrays::stream).sorted().toArray();
  }

  private List<ShardReader> openAll(IndexManifest manifest) throws IOException {
    List<ShardReader> shards = new ArrayList<>();
    for (ShardReceipt receipt : manifest.shards()) {
      shards.add(open(manifest.schema(), receipt));
    }
    return shards;
  }

  private ShardReader open(
      IndexSchema schema, ShardReceipt receipt, Map<ShardReceipt, ShardReader> opened)
      throws IOException {
    ShardReader shard = opened.get(receipt);
    if (shard == null) {
      shard = open(schema, receipt);
      opened.put(receipt, shard);
    }
    return shard;
  }

  /** What is read here goes into a new snapshot, so damage must not get a fresh checksum. */
  private ShardReader open(IndexSchema schema, ShardReceipt receipt) throws IOException {
    return ShardReader.open(store.files(), receipt, schema, Verification.CONTENT);
  }
}
