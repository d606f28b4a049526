package io.retrievaldefense.index.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.retrievaldefense.index.ObservedFiles;
import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.check.CheckIndex;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.query.IndexReader;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.index.query.SearchResult;
import io.retrievaldefense.index.shard.ShardReceipt;
import io.retrievaldefense.index.shard.ShardWriter;
import io.retrievaldefense.index.shard.Verification;
import io.retrievaldefense.index.storage.CorruptIndexException;
import io.retrievaldefense.index.storage.CorruptIndexException.Kind;
import io.retrievaldefense.index.storage.IndexNotFoundException;
import io.retrievaldefense.index.storage.SnapshotConflictException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexLifecycleTest {
  private static final float[][] VECTORS = SampleIndexes.vectors(500, 5);
  private static final float[][] FIRST = Arrays.copyOf(VECTORS, 300);

  @TempDir Path folder;
  private IndexStore store;
  private IndexLifecycle lifecycle;

  @BeforeEach
  void build() throws IOException {
    store = SampleIndexes.build(folder, FIRST, 4);
    lifecycle = new IndexLifecycle(store);
  }

  private ShardReceipt write(int from, int to) throws IOException {
    ShardWriter writer = new ShardWriter(store.files(), store.manifest().schema());
    for (int row = from; row < to; row++) {
      long id = SampleIndexes.id(row);
      writer.add(id, SampleIndexes.label(row), VECTORS[row], SampleIndexes.feature(id));
    }
    return writer.finish().orElseThrow();
  }

  /** What every query answers, without row numbers. */
  private static List<String> answers(IndexStore store, long snapshot, String engine)
      throws IOException {
    NeighborIndex index =
        IndexReader.open(store, store.manifest(snapshot), Verification.CONTENT, engine);
    List<String> answers = new ArrayList<>();
    for (SearchResult result : index.searchBatch(VECTORS, 10, 1)) {
      result.neighbors().forEach(n -> answers.add(n.id() + " " + n.squaredDistance()));
    }
    return answers;
  }

  @Test
  void appendingInPartsEqualsBuildingAtOnce() throws IOException {
    lifecycle.append(store.manifest(), List.of(write(300, 400)));
    lifecycle.append(store.manifest(), List.of(write(400, 450), write(450, 500)));
    assertThat(store.manifest().rows()).isEqualTo(500);
    IndexStore whole = IndexStore.at(folder.resolve("whole").toString());
    whole.commit(
        SampleIndexes.manifest(
            1,
            store.manifest().schema(),
            SampleIndexes.write(whole.files(), store.manifest().schema(), VECTORS, 1)));
    for (String engine : List.of("lsh", "exact")) {
      assertThat(answers(store, 3, engine)).isEqualTo(answers(whole, 1, engine));
    }
    assertThat(CheckIndex.check(store).findings()).isEmpty();
  }

  @Test
  void anIdThatIsThereAlreadyCannotBeAppended() throws IOException {
    ShardReceipt again = write(299, 301);
    CorruptIndexException e =
        catchThrowableOfType(
            CorruptIndexException.class, () -> lifecycle.append(store.manifest(), List.of(again)));
    assertThat(e.kind()).isEqualTo(Kind.DUPLICATE);
    assertThat(e.found()).startsWith("id " + SampleIndexes.id(299) + ", also in shards/");
    assertThat(store.snapshots()).containsExactly(1L);
    assertThatThrownBy(() -> lifecycle.append(store.manifest(), List.of()))
        .hasMessage("appended shards must not be empty: []");
  }

  @Test
  void appendingReadsEachShardOnceHoweverManyOverlap() throws IOException {
    List<ShardReceipt> added = new ArrayList<>();
    for (int shard = 0; shard < 3; shard++) {
      ShardWriter writer = new ShardWriter(store.files(), store.manifest().schema());
      for (int row = shard; row < 300; row += 3) {
        // Between two ids that are there.
        long id = SampleIndexes.id(row) + 1;
        writer.add(id, SampleIndexes.label(row), VECTORS[row], SampleIndexes.feature(id));
      }
      added.add(writer.finish().orElseThrow());
    }
    AtomicInteger opened = new AtomicInteger();
    ObservedFiles.Observer counter = operation -> opened.addAndGet(operation.equals("map") ? 1 : 0);
    IndexStore observed = new IndexStore(new ObservedFiles(store.files(), counter));

    new IndexLifecycle(observed).append(store.manifest(), added);

    assertThat(opened).hasValue(4 + 3);
    assertThat(store.manifest().rows()).isEqualTo(600);
  }

  @Test
  void deletedRowsAreNotFoundAndAreNoShortfall() throws IOException {
    long[] ids = new long[100];
    Arrays.setAll(ids, i -> SampleIndexes.id(2 * i));
    lifecycle.delete(store.manifest(), ids);
    lifecycle.delete(store.manifest(), new long[] {SampleIndexes.id(1)});
    IndexManifest manifest = store.manifest();
    assertThat(manifest.rows()).isEqualTo(199);
    assertThat(manifest.storedRows()).isEqualTo(300);
    for (String engine : List.of("lsh", "exact")) {
      NeighborIndex index = IndexReader.open(store, manifest, Verification.CONTENT, engine);
      assertThat(index.size()).isEqualTo(199);
      for (int row = 0; row < 300; row++) {
        long nearest = index.search(VECTORS[row], 1).neighbors().get(0).id();
        boolean deleted = row == 1 || (row % 2 == 0 && row < 200);
        assertThat(nearest == SampleIndexes.id(row)).isEqualTo(!deleted);
      }
      assertThatThrownBy(() -> index.search(VECTORS[0], 200))
          .hasMessageEndingWith("index size 199: 200");
    }
    NeighborIndex exact = IndexReader.open(store, manifest, Verification.CONTENT, "exact");
    assertThat(exact.search(VECTORS[0], 199).neighbors()).hasSize(199);
    assertThat(CheckIndex.check(store).findings()).isEmpty();
    assertThat(answers(store, 1, "lsh")).contains(SampleIndexes.id(0) + " 0.0");
  }

  @Test
  void onlyIdsOfTheIndexCanBeDeletedAndNotAllOfThem() throws IOException {
    IndexManifest base = store.manifest();
    assertThatThrownBy(() -> lifecycle.delete(base, new long[] {8}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("deleted id must be in the index once: 8");
    assertThatThrownBy(() -> lifecycle.delete(base, new long[] {7, 7}))
        .hasMessage("deleted id must be in the index once: 7");
    assertThatThrownBy(() -> lifecycle.delete(base, new long[0]))
        .hasMessage("deleted ids must not be empty: []");
    IndexManifest next = lifecycle.delete(base, new long[] {7});
    assertThatThrownBy(() -> lifecycle.delete(next, new long[] {7}))
        .hasMessage("deleted id must be in the index once: 7");
    long[] rest = new long[299];
    Arrays.setAll(rest, i -> SampleIndexes.id(i + 1));
    assertThatThrownBy(() -> lifecycle.delete(next, rest))
        .hasMessage("deleted ids must leave at least one row: 299 of 299");
  }

  @Test
  void compactionKeepsTheAnswersAndDropsDeletedRows() throws IOException {
    lifecycle.append(store.manifest(), List.of(write(300, 500)));
    lifecycle.delete(store.manifest(), new long[] {7, 10, 13, SampleIndexes.id(444)});
    List<String> lsh = answers(store, 3, "lsh");
    List<String> exact = answers(store, 3, "exact");
    IndexManifest compacted = lifecycle.compact(store.manifest(), 200);
    assertThat(compacted.shards()).hasSize(3);
    assertThat(compacted.deletions()).isEmpty();
    assertThat(compacted.storedRows()).isEqualTo(496);
    assertThat(answers(store, 4, "lsh")).isEqualTo(lsh);
    assertThat(answers(store, 4, "exact")).isEqualTo(exact);
    assertThat(answers(store, 3, "exact")).isEqualTo(exact);
    assertThatThrownBy(() -> lifecycle.compact(compacted, 0))
        .hasMessage("rows per shard must be at least 1: 0");
  }

  @Test
  void rollbackReturnsToAnOlderSnapshotAsANewOne() throws IOException {
    List<String> before = answers(store, 1, "exact");
    lifecycle.delete(store.manifest(), new long[] {7, 10, 13});
    IndexManifest back = lifecycle.rollback(store.manifest(), 1);
    assertThat(back.snapshot()).isEqualTo(3);
    assertThat(answers(store, 3, "exact")).isEqualTo(before);
    assertThat(store.snapshots()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void aRollbackToDamagedOrMissingDeletionsIsRefused() throws IOException {
    IndexManifest target = lifecycle.delete(store.manifest(), new long[] {7, 10});
    IndexManifest latest = lifecycle.compact(target, 1000);
    Path file = folder.resolve(target.deletions().get(0).name());
    byte[] flipped = Files.readAllBytes(file);
    flipped[20] ^= 1;
    Files.write(file, flipped);
    CorruptIndexException e =
        catchThrowableOfType(
            CorruptIndexException.class, () -> lifecycle.rollback(latest, target.snapshot()));
    assertThat(e.kind()).isEqualTo(Kind.CHECKSUM_MISMATCH);
    Files.delete(file);
    e =
        catchThrowableOfType(
            CorruptIndexException.class, () -> lifecycle.rollback(latest, target.snapshot()));
    assertThat(e.kind()).isEqualTo(Kind.MISSING);
    assertThat(e.file()).isEqualTo(file.toString());
    assertThat(store.snapshots()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void ofTwoWritersTheSecondIsToldWhichSnapshotWon() throws IOException {
    IndexManifest base = store.manifest();
    lifecycle.delete(base, new long[] {7});
    SnapshotConflictException e =
        catchThrowableOfType(SnapshotConflictException.class, () -> lifecycle.compact(base, 1000));
    assertThat(e.winner()).isEqualTo(2);
    assertThat(store.manifest().rows()).isEqualTo(299);
  }

  @Test
  void garbageIsWhatNoKeptSnapshotNeeds() throws IOException {
    lifecycle.delete(store.manifest(), new long[] {7});
    lifecycle.compact(store.manifest(), 1000);
    ShardReceipt orphan = write(300, 310);
    GarbageCollector collector = new GarbageCollector(store);
    assertThat(collector.collect(Instant.now().minusSeconds(3600))).isEmpty();
    List<String> removed = collector.collect(Instant.now().plusSeconds(60));
    // Two snapshots, four shards, a file of deleted ids, and the orphan.
    assertThat(removed).hasSize(8).contains(orphan.name(), "snapshot-00000001.json");
    assertThat(store.snapshots()).containsExactly(3L);
    assertThat(CheckIndex.check(store).sound()).isTrue();
  }

  @Test
  void whereNothingWasCommittedNothingIsCollected() {
    Path none = folder.resolve("none");
    GarbageCollector collector = new GarbageCollector(IndexStore.at(none.toString()));
    assertThatThrownBy(() -> collector.collect(Instant.now()))
        .isInstanceOf(IndexNotFoundException.class)
        .hasMessage(none + ": expected an index, found no snapshot");
    assertThatThrownBy(() -> collector.garbage(Instant.now()))
        .isInstanceOf(IndexNotFoundException.class);
  }

  @Test
  void filesOfAnOldSnapshotStayWhileAYoungerOneNeedsThem() throws IOException {
    List<String> shards = store.manifest().shards().stream().map(ShardReceipt::name).toList();
    lifecycle.delete(store.manifest(), new long[] {7});
    lifecycle.compact(store.manifest(), 1000);
    List<String> before = answers(store, 2, "exact");
    // The first snapshot and its shards are ten days old; the second goes on naming the shards.
    List<String> old = new ArrayList<>(shards);
    old.add("snapshot-00000001.json");
    Instant then = Instant.now().minus(Duration.ofDays(10));
    for (String name : old) {
      Files.setLastModifiedTime(folder.resolve(name), FileTime.from(then));
    }
    GarbageCollector collector = new GarbageCollector(store);
    Instant cutoff = Instant.now().minus(Duration.ofDays(5));

    assertThat(collector.garbage(cutoff)).containsExactly("snapshot-00000001.json");
    assertThat(collector.collect(cutoff)).containsExactly("snapshot-00000001.json");

    assertThat(store.snapshots()).containsExactly(2L, 3L);
    assertThat(answers(store, 2, "exact")).isEqualTo(before);
  }

  @Test
  void aReaderThatIsOpenOutlivesCompactionAndCollection() throws IOException {
    NeighborIndex open = IndexReader.open(folder.toString());
    List<SearchResult> before = open.searchBatch(VECTORS, 5, 1);
    lifecycle.compact(store.manifest(), 1000);
    new GarbageCollector(store).collect(Instant.now().plusSeconds(60));
    assertThat(open.searchBatch(VECTORS, 5, 2)).isEqualTo(before);
    float[] feature = new float[SampleIndexes.FEATURE_DIMENSION];
    open.copyFeature(before.get(0).neighbors().get(0).row(), feature, 0);
    assertThat(feature).isEqualTo(SampleIndexes.feature(before.get(0).neighbors().get(0).id()));
  }
}
