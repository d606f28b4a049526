package io.retrievaldefense.index.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.index.ObservedFiles;
import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.check.CheckIndex;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.query.ExactIndex;
import io.retrievaldefense.index.query.Neighbor;
import io.retrievaldefense.index.shard.IndexSchema;
import io.retrievaldefense.index.shard.ShardReceipt;
import io.retrievaldefense.index.shard.ShardSeries;
import io.retrievaldefense.index.shard.ShardWriter;
import io.retrievaldefense.index.shard.Verification;
import io.retrievaldefense.index.storage.IndexException;
import io.retrievaldefense.index.storage.IndexFiles;
import io.retrievaldefense.index.storage.IndexNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fails the k-th file operation for every k: a reader sees the old or the new snapshot, whole. */
class FaultTest {
  private static final float[][] VECTORS = SampleIndexes.vectors(60, 8);
  private static final float[][] OLD = Arrays.copyOf(VECTORS, 40);

  @TempDir Path folder;

  /** A change of an index through files that may fail. */
  private interface Change {
    void apply(IndexStore store) throws IOException;
  }

  private static Set<Long> content(IndexStore store) throws IOException {
    ExactIndex index = ExactIndex.open(store, store.manifest(), Verification.CONTENT);
    return index.search(VECTORS[0], index.size()).neighbors().stream()
        .map(Neighbor::id)
        .collect(Collectors.toSet());
  }

  private void failEverywhere(Change change) throws IOException {
    IndexStore reference = SampleIndexes.build(folder.resolve("reference"), OLD, 3);
    Set<Long> before = content(reference);
    change.apply(reference);
    Set<Long> after = content(reference);
    int olds = 0;
    int news = 0;
    for (int k = 0; ; k++) {
      Path place = folder.resolve("k" + k);
      IndexStore store = SampleIndexes.build(place, OLD, 3);
      FullDisk disk = new FullDisk(k);
      IndexFiles files = new ObservedFiles(store.files(), disk);
      boolean threw = false;
      try {
        change.apply(new IndexStore(files));
      } catch (IOException e) {
        threw = true;
        assertThat(e).hasMessageStartingWith("No space left on device");
      }
      assertThat(threw).as("failure %d must be reported", k).isEqualTo(disk.failed());
      long snapshot = store.manifest().snapshot();
      assertThat(content(store)).isEqualTo(snapshot == 1 ? before : after);
      assertThat(CheckIndex.check(store).findings()).isEmpty();
      if (!threw) {
        break;
      }
      olds += snapshot == 1 ? 1 : 0;
      news += snapshot == 1 ? 0 : 1;
      assertThat(new GarbageCollector(store).collect(Instant.now().plusSeconds(60))).isNotNull();
      assertThat(CheckIndex.check(store).unreferenced()).isEmpty();
      assertThat(content(store)).isEqualTo(snapshot == 1 ? before : after);
    }
    assertThat(olds).isGreaterThan(2);
    assertThat(news).as("a commit that was not acknowledged is whole").isEqualTo(1);
  }

  private static void addNew(ShardWriter writer) {
    for (int row = 40; row < 60; row++) {
      long id = SampleIndexes.id(row);
      writer.add(id, SampleIndexes.label(row), VECTORS[row], SampleIndexes.feature(id));
    }
  }

  @Test
  void append() throws IOException {
    failEverywhere(
        store -> {
          IndexManifest base = store.manifest();
          ShardWriter writer = new ShardWriter(store.files(), base.schema());
          addNew(writer);
          new IndexLifecycle(store).append(base, List.of(writer.finish().orElseThrow()));
        });
  }

  @Test
  void delete() throws IOException {
    failEverywhere(
        store -> new IndexLifecycle(store).delete(store.manifest(), new long[] {7, 10, 25}));
  }

  @Test
  void compact() throws IOException {
    failEverywhere(store -> new IndexLifecycle(store).compact(store.manifest(), 25));
  }

  @Test
  void rebuild() throws IOException {
    failEverywhere(
        store -> {
          long snapshot = store.nextSnapshot();
          IndexSchema schema = SampleIndexes.schema(VECTORS);
          List<ShardReceipt> receipts =
              new ArrayList<>(SampleIndexes.write(store.files(), schema, VECTORS, 2));
          store.commit(SampleIndexes.manifest(snapshot, schema, receipts));
        });
  }

  @Test
  void rebuildInTheBackground() throws IOException {
    failEverywhere(
        store -> {
          IndexSchema schema = SampleIndexes.schema(VECTORS);
          long snapshot = store.nextSnapshot();
          try (ShardSeries series = new ShardSeries(store.files(), schema, 100, 15)) {
            for (int row = 0; row < 60; row++) {
              long id = SampleIndexes.id(row);
              series.add(id, SampleIndexes.label(row), VECTORS[row], SampleIndexes.feature(id));
            }
            store.commit(SampleIndexes.manifest(snapshot, schema, series.finish()));
          }
        });
  }

  @Test
  void rollback() throws IOException {
    IndexStore store = SampleIndexes.build(folder, OLD, 3);
    new IndexLifecycle(store).delete(store.manifest(), new long[] {7, 10});
    Set<Long> deleted = content(store);
    for (int k = 0; ; k++) {
      IndexManifest latest = store.manifest();
      FullDisk disk = new FullDisk(k);
      IndexStore faulty = new IndexStore(new ObservedFiles(store.files(), disk));
      try {
        new IndexLifecycle(faulty).rollback(latest, 1);
      } catch (IOException e) {
        assertThat(e).hasMessageStartingWith("No space left on device");
      }
      boolean committed = store.manifest().snapshot() > latest.snapshot();
      assertThat(content(store)).hasSize(committed ? 40 : 38);
      assertThat(CheckIndex.check(store).findings()).isEmpty();
      if (!disk.failed()) {
        assertThat(committed).isTrue();
        break;
      }
      if (committed) {
        new IndexLifecycle(store).rollback(store.manifest(), 2);
        assertThat(content(store)).isEqualTo(deleted);
      }
    }
  }

  /** A collector of all that is old runs between any two operations of a roll-back. */
  @Test
  void aRollbackToWhatIsBeingCollectedHoldsOrIsRefused() throws IOException {
    int held = 0;
    int refused = 0;
    for (int k = 0; ; k++) {
      IndexStore store = SampleIndexes.build(folder.resolve("k" + k), OLD, 3);
      new IndexLifecycle(store).compact(store.manifest(), 25);
      IndexManifest latest = store.manifest();
      AtomicInteger remaining = new AtomicInteger(k);
      ObservedFiles.Observer collector =
          operation -> {
            if (remaining.getAndDecrement() == 0) {
              new GarbageCollector(store).collect(Instant.now().plusSeconds(60));
            }
          };
      IndexStore observed = new IndexStore(new ObservedFiles(store.files(), collector));
      long whole;
      try {
        whole = new IndexLifecycle(observed).rollback(latest, 1).snapshot();
        held++;
      } catch (IndexException e) {
        whole = latest.snapshot();
        refused++;
      }
      assertThat(CheckIndex.check(store, whole).findings()).as("collected at %d", k).isEmpty();
      if (remaining.get() >= 0) {
        break;
      }
    }
    assertThat(refused).isGreaterThan(3);
    assertThat(held).isGreaterThan(1);
  }

  /** A roll-back runs between any two operations of a collector. */
  @Test
  void aCollectionOfWhatIsRolledBackToKeepsIt() throws IOException {
    int held = 0;
    int refused = 0;
    for (int k = 0; ; k++) {
      IndexStore store = SampleIndexes.build(folder.resolve("k" + k), OLD, 3);
      new IndexLifecycle(store).compact(store.manifest(), 25);
      AtomicInteger remaining = new AtomicInteger(k);
      AtomicInteger refusals = new AtomicInteger();
      ObservedFiles.Observer operator =
          operation -> {
            if (remaining.getAndDecrement() == 0) {
              try {
                new IndexLifecycle(store).rollback(store.manifest(), 1);
              } catch (IndexNotFoundException e) {
                refusals.incrementAndGet();
              }
            }
          };
      IndexStore observed = new IndexStore(new ObservedFiles(store.files(), operator));
      new GarbageCollector(observed).collect(Instant.now().plusSeconds(60));
      assertThat(CheckIndex.check(store).findings()).as("rolled back at %d", k).isEmpty();
      if (remaining.get() >= 0) {
        break;
      }
      refused += refusals.get();
      held += 1 - refusals.get();
    }
    assertThat(refused).isPositive();
    assertThat(held).isPositive();
  }

  @Test
  void garbageCollectionLeavesTheLatestSnapshotWhole() throws IOException {
    for (int k = 0; ; k++) {
      Path place = folder.resolve("k" + k);
      IndexStore store = SampleIndexes.build(place, OLD, 3);
      Set<Long> before = content(store);
      new IndexLifecycle(store).compact(store.manifest(), 25);
      FullDisk disk = new FullDisk(k);
      IndexFiles files = new ObservedFiles(store.files(), disk);
      try {
        new GarbageCollector(new IndexStore(files)).collect(Instant.now().plusSeconds(60));
      } catch (IOException e) {
        assertThat(e).hasMessageStartingWith("No space left on device");
      }
      assertThat(content(store)).isEqualTo(before);
      for (long snapshot : store.snapshots()) {
        assertThat(CheckIndex.check(store, snapshot).findings()).isEmpty();
      }
      if (!disk.failed()) {
        break;
      }
    }
  }

  @Test
  void anIndexThatWasNeverCommittedIsAbsent() throws IOException {
    FullDisk disk = new FullDisk(3);
    IndexFiles files = new ObservedFiles(IndexFiles.at(folder.resolve("new").toString()), disk);
    try {
      SampleIndexes.write(files, SampleIndexes.schema(VECTORS), VECTORS, 1);
    } catch (IOException e) {
      assertThat(e).hasMessageStartingWith("No space left on device");
    }
    assertThat(disk.failed()).isTrue();
    assertThat(Files.exists(folder.resolve("new/shards"))).isTrue();
    assertThat(IndexStore.at(folder.resolve("new").toString()).snapshots()).isEmpty();
  }
}
