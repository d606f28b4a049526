package io.retrievaldefense.index.check;

import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.DeletionFile;
import io.retrievaldefense.index.shard.DeletionReceipt;
import io.retrievaldefense.index.shard.ShardChecker;
import io.retrievaldefense.index.shard.ShardReader;
import io.retrievaldefense.index.shard.ShardReceipt;
import io.retrievaldefense.index.storage.CorruptIndexException;
import io.retrievaldefense.index.storage.CorruptIndexException.Kind;
import io.retrievaldefense.index.storage.IndexException;
import io.retrievaldefense.index.storage.IndexNotFoundException;
import io.retrievaldefense.index.storage.IndexVersionException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.LongConsumer;

/** Reads every byte of a snapshot and goes on after damage, so that one run tells all. */
public final class CheckIndex {
  private final IndexStore store;
  private final List<Finding> findings = new ArrayList<>();
  private final List<ShardReader> sound = new ArrayList<>();
  private final Set<Long> deleted = new HashSet<>();

  private final LongConsumer checked;

  private CheckIndex(IndexStore store, LongConsumer checked) {
    this.store = store;
    this.checked = checked;
  }

  /**
   * Checks the latest snapshot.
   *
   * @throws IndexNotFoundException when there is none: absence is not damage
   */
  public static CheckReport check(IndexStore store) throws IOException {
    return check(store, store.latest());
  }

  /**
   * Checks a given snapshot.
   *
   * @throws IndexNotFoundException when it was never committed or has been collected
   */
  public static CheckReport check(IndexStore store, long snapshot) throws IOException {
    return check(store, snapshot, rows -> {});
  }

  /**
   * Checks a given snapshot, and tells how far it is.
   *
   * @param checked is told how many more rows have been checked
   * @throws IndexNotFoundException when it was never committed or has been collected
   */
  public static CheckReport check(IndexStore store, long snapshot, LongConsumer checked)
      throws IOException {
    return new CheckIndex(store, checked).run(snapshot);
  }

  private CheckReport run(long snapshot) throws IOException {
    IndexManifest manifest;
    try {
      manifest = store.manifest(snapshot);
    } catch (CorruptIndexException | IndexVersionException e) {
      record(e);
      return new CheckReport(snapshot, 1, 0, 0, List.of(), findings);
    }
    ShardChecker checker = new ShardChecker(manifest.schema(), manifest.provenance().classes());
    long bytes = 0;
    long rows = 0;
    for (ShardReceipt receipt : manifest.shards()) {
      try {
        sound.add(checker.check(store.files(), receipt, checked));
        bytes += receipt.length();
        rows += receipt.rows();
      } catch (CorruptIndexException | IndexVersionException e) {
        record(e);
      }
    }
    for (DeletionReceipt receipt : manifest.deletions()) {
      try {
        checkDeletion(receipt, manifest);
        bytes += receipt.length();
      } catch (CorruptIndexException | IndexVersionException e) {
        record(e);
      }
    }
    checkIdsAcrossShards();
    int files = 1 + manifest.shards().size() + manifest.deletions().size();
    return new CheckReport(snapshot, files, bytes, rows, unreferenced(), findings);
  }

  /** An id deleted twice, or that no shard holds, would make the index smaller than it says. */
  private void checkDeletion(DeletionReceipt receipt, IndexManifest manifest) throws IOException {
    String file = store.files().location() + "/" + receipt.name();
    boolean allSound = sound.size() == manifest.shards().size();
    for (long id : DeletionFile.read(store.files(), receipt)) {
      boolean known = !allSound || sound.stream().anyMatch(shard -> shard.rowOf(id) >= 0);
      if (!known || !deleted.add(id)) {
        throw new CorruptIndexException(
            Kind.MALFORMED, file, "ids that are in the index once", "id " + id);
      }
    }
  }

  /** Shards are sorted by id, so one merge over all of them finds ids that occur twice. */
  private void checkIdsAcrossShards() {
    record Cursor(ShardReader shard, int row) {
      long id() {
        return shard.id(row);
      }
    }
    PriorityQueue<Cursor> merge = new PriorityQueue<>((a, b) -> Long.compare(a.id(), b.id()));
    for (ShardReader shard : sound) {
      merge.add(new Cursor(shard, 0));
    }
    Cursor before = null;
    while (!merge.isEmpty()) {
      Cursor next = merge.poll();
      if (before != null && before.id() == next.id()) {
        record(
            new CorruptIndexException(
                Kind.DUPLICATE,
                store.files().location() + "/" + next.shard().receipt().name(),
                "distinct ids in all shards",
                "id " + next.id() + " also in " + before.shard().receipt().name()));
      }
      before = next;
      if (next.row() + 1 < next.shard().rows()) {
        merge.add(new Cursor(next.shard(), next.row() + 1));
      }
    }
  }

  private List<String> unreferenced() throws IOException {
    Set<String> named = new HashSet<>();
    for (long snapshot : store.snapshots()) {
      try {
        IndexManifest manifest = store.manifest(snapshot);
        manifest.shards().forEach(shard -> named.add(shard.name()));
        manifest.deletions().forEach(deletion -> named.add(deletion.name()));
      } catch (IndexException e) {
        // What an unreadable snapshot names is unknown, so no file can be called unreferenced.
        return List.of();
      }
    }
    return store.files().list("shards").stream().filter(name -> !named.contains(name)).toList();
  }

  private void record(IndexException e) {
    String kind =
        e instanceof CorruptIndexException corrupt ? corrupt.kind().name() : "NEWER_FORMAT";
    findings.add(new Finding(e.file(), kind, e.getMessage()));
  }
}
