package io.retrievaldefense.index.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.index.TestIndexes;
import io.retrievaldefense.index.check.CheckIndex;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.query.ExactIndex;
import io.retrievaldefense.index.query.Neighbor;
import io.retrievaldefense.index.shard.IndexSchema;
import io.retrievaldefense.index.shard.ShardReceipt;
import io.retrievaldefense.index.shard.ShardWriter;
import io.retrievaldefense.index.shard.Verification;
import io.retrievaldefense.index.storage.IndexFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fails the k-th file operation for every k: a reader sees the old or the new snapshot, whole. */
class FaultTest {
  private static final float[][] VECTORS = TestIndexes.vectors(60, 8);
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
    IndexStore reference = TestIndexes.build(folder.resolve("reference"), OLD, 3);
    Set<Long> before = content(reference);
    change.apply(reference);
    Set<Long> after = content(reference);
    int olds = 0;
    int news = 0;
    for (int k = 0; ; k++) {
      Path place = folder.resolve("k" + k);
      IndexStore store = TestIndexes.build(place, OLD, 3);
      FaultyFiles files = new FaultyFiles(store.files(), k);
      boolean threw = false;
      try {
        change.apply(new IndexStore(files));
      } catch (IOException e) {
        threw = true;
        assertThat(e).hasMessageStartingWith("No space left on device");
      }
      assertThat(threw).as("failure %d must be reported", k).isEqualTo(files.failed());
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
      long id = TestIndexes.id(row);
      writer.add(id, TestIndexes.label(row), VECTORS[row], TestIndexes.feature(id));
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
          IndexSchema schema = TestIndexes.schema(VECTORS);
          List<ShardReceipt> receipts =
              new ArrayList<>(TestIndexes.write(store.files(), schema, VECTORS, 2));
          store.commit(TestIndexes.manifest(snapshot, schema, receipts));
        });
  }

  @Test
  void garbageCollectionLeavesTheLatestSnapshotWhole() throws IOException {
    for (int k = 0; ; k++) {
      Path place = folder.resolve("k" + k);
      IndexStore store = TestIndexes.build(place, OLD, 3);
      Set<Long> before = content(store);
      new IndexLifecycle(store).compact(store.manifest(), 25);
      FaultyFiles files = new FaultyFiles(store.files(), k);
      try {
        new GarbageCollector(new IndexStore(files)).collect(Instant.now().plusSeconds(60));
      } catch (IOException e) {
        assertThat(e).hasMessageStartingWith("No space left on device");
      }
      assertThat(content(store)).isEqualTo(before);
      for (long snapshot : store.snapshots()) {
        assertThat(CheckIndex.check(store, snapshot).findings()).isEmpty();
      }
      if (!files.failed()) {
        break;
      }
    }
  }

  @Test
  void anIndexThatWasNeverCommittedIsAbsent() throws IOException {
    FaultyFiles files = new FaultyFiles(IndexFiles.at(folder.resolve("new").toString()), 3);
    try {
      TestIndexes.write(files, TestIndexes.schema(VECTORS), VECTORS, 1);
    } catch (IOException e) {
      assertThat(e).hasMessageStartingWith("No space left on device");
    }
    assertThat(files.failed()).isTrue();
    assertThat(Files.exists(folder.resolve("new/shards"))).isTrue();
    assertThat(IndexStore.at(folder.resolve("new").toString()).snapshots()).isEmpty();
  }
}
