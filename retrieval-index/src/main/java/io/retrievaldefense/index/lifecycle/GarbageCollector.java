package io.retrievaldefense.index.lifecycle;

import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.DeletionReceipt;
import io.retrievaldefense.index.shard.ShardReceipt;
import io.retrievaldefense.index.storage.IndexNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Removes what only old snapshots need, and what killed tasks left behind.
 *
 * <p>Kept are: the latest snapshot, all snapshots and files younger than the given time (a job may
 * have written shards that it is yet to commit), and every file that a kept snapshot names. A
 * reader that has a collected shard open goes on reading it on a local disk, where a mapped file
 * outlives its name.
 */
public final class GarbageCollector {
  private final IndexStore store;

  /**
   * @param store of the index
   */
  public GarbageCollector(IndexStore store) {
    this.store = store;
  }

  /**
   * Collects.
   *
   * @param olderThan younger files and snapshots stay
   * @return names of the files removed
   * @throws IndexNotFoundException when nothing was ever committed
   * @throws io.retrievaldefense.index.storage.CorruptIndexException when a kept snapshot cannot be
   *     read: what it needs is unknown, so nothing is removed
   */
  public List<String> collect(Instant olderThan) throws IOException {
    List<Long> kept = kept(olderThan);
    List<String> removed = besideShards(kept, olderThan);
    // Snapshots go first: one that is still there must find its shards.
    delete(removed);
    // Read anew: a roll-back may have committed again what one of them named, or be about to.
    List<String> unneeded;
    List<Long> snapshots;
    do {
      snapshots = store.snapshots();
      unneeded = shards(neededBy(snapshots), olderThan);
    } while (!store.snapshots().equals(snapshots));
    delete(unneeded);
    removed.addAll(unneeded);
    return removed;
  }

  /**
   * What {@link #collect} would remove now.
   *
   * @param olderThan younger files and snapshots stay
   * @return names of files, snapshots first
   * @throws IndexNotFoundException when nothing was ever committed
   */
  public List<String> garbage(Instant olderThan) throws IOException {
    List<Long> kept = kept(olderThan);
    List<String> garbage = besideShards(kept, olderThan);
    garbage.addAll(shards(neededBy(kept), olderThan));
    return garbage;
  }

  private List<Long> kept(Instant olderThan) throws IOException {
    List<Long> snapshots = store.snapshots();
    if (snapshots.isEmpty()) {
      throw new IndexNotFoundException(store.files().location(), "an index", "no snapshot");
    }
    List<Long> kept = new ArrayList<>();
    for (int i = 0; i < snapshots.size(); i++) {
      boolean latest = i == snapshots.size() - 1;
      if (latest || !isOlder(IndexManifest.fileName(snapshots.get(i)), olderThan)) {
        kept.add(snapshots.get(i));
      }
    }
    // Before the first removal: an unreadable snapshot stops the collection while all is there.
    neededBy(kept);
    return kept;
  }

  /** Snapshots that are not kept, and what a killed commit leaves before its publication. */
  private List<String> besideShards(List<Long> kept, Instant olderThan) throws IOException {
    List<String> names = new ArrayList<>();
    // Above the latest that is kept there may be one that was committed since.
    long latest = kept.get(kept.size() - 1);
    for (long snapshot : store.snapshots()) {
      String name = IndexManifest.fileName(snapshot);
      if (snapshot < latest && !kept.contains(snapshot) && isOlder(name, olderThan)) {
        names.add(name);
      }
    }
    for (String name : store.files().list("")) {
      if (name.startsWith(".snapshot-") && isOlder(name, olderThan)) {
        names.add(name);
      }
    }
    return names;
  }

  private List<String> shards(Set<String> needed, Instant olderThan) throws IOException {
    List<String> names = new ArrayList<>();
    for (String name : store.files().list("shards")) {
      if (!needed.contains(name) && isOlder(name, olderThan)) {
        names.add(name);
      }
    }
    return names;
  }

  /** False for what another collector, or a commit that is done, has taken away meanwhile. */
  private boolean isOlder(String name, Instant than) throws IOException {
    try {
      return store.files().modified(name).isBefore(than);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private Set<String> neededBy(List<Long> snapshots) throws IOException {
    Set<String> needed = new HashSet<>();
    for (long snapshot : snapshots) {
      IndexManifest manifest;
      try {
        manifest = store.manifest(snapshot);
      } catch (IndexNotFoundException e) {
        if (store.snapshots().contains(snapshot)) {
          throw e;
        }
        // Another collector has taken it, and so nobody needs what it alone names.
        continue;
      }
      manifest.shards().stream().map(ShardReceipt::name).forEach(needed::add);
      manifest.deletions().stream().map(DeletionReceipt::name).forEach(needed::add);
    }
    return needed;
  }

  private void delete(List<String> names) throws IOException {
    for (String name : names) {
      store.files().delete(name);
    }
  }
}
