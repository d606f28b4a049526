package io.retrievaldefense.index.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.retrievaldefense.index.ObservedFiles;
import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.projection.Digests;
import io.retrievaldefense.index.shard.IndexSchema;
import io.retrievaldefense.index.shard.ShardReceipt;
import io.retrievaldefense.index.storage.CorruptIndexException;
import io.retrievaldefense.index.storage.CorruptIndexException.Kind;
import io.retrievaldefense.index.storage.IndexMismatchException;
import io.retrievaldefense.index.storage.IndexNotFoundException;
import io.retrievaldefense.index.storage.IndexVersionException;
import io.retrievaldefense.index.storage.SnapshotConflictException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexStoreTest {
  private static final float[][] VECTORS = SampleIndexes.vectors(60, 2);

  @TempDir Path folder;
  private IndexStore store;
  private Path file;

  @BeforeEach
  void build() throws IOException {
    store = SampleIndexes.build(folder, VECTORS, 3);
    file = folder.resolve("snapshot-00000001.json");
  }

  @Test
  void aManifestIsReadAsItWasWritten() throws IOException {
    IndexSchema schema = SampleIndexes.schema(VECTORS);
    IndexManifest manifest = store.manifest();
    assertThat(manifest.schema()).isEqualTo(schema);
    assertThat(manifest.rows()).isEqualTo(60);
    IndexManifest next = SampleIndexes.manifest(2, schema, manifest.shards());
    store.commit(next);
    assertThat(store.manifest()).isEqualTo(next);
    assertThat(store.manifest(1)).isEqualTo(manifest);
    assertThat(store.snapshots()).containsExactly(1L, 2L);
    assertThat(store.nextSnapshot()).isEqualTo(3);
  }

  /** As when one snapshot appears and another goes while the folder is being listed. */
  @Test
  void aListingThatMissesEverySnapshotIsNotBelieved() throws IOException {
    Path aside = folder.resolve("aside");
    AtomicInteger listings = new AtomicInteger();
    IndexStore torn =
        new IndexStore(
            new ObservedFiles(
                store.files(),
                operation -> {
                  if (operation.equals("list")) {
                    switch (listings.incrementAndGet()) {
                      case 1 -> Files.move(file, aside);
                      case 2 -> Files.move(aside, file);
                      default -> {}
                    }
                  }
                }));
    assertThat(torn.nextSnapshot()).isEqualTo(2);
    assertThat(listings).hasValue(2);
  }

  @Test
  void nothingCommittedIsAbsenceNotDamage() {
    IndexStore empty = IndexStore.at(folder.resolve("none").toString());
    assertThatThrownBy(empty::manifest)
        .isInstanceOf(IndexNotFoundException.class)
        .hasMessage(folder.resolve("none") + ": expected an index, found no snapshot");
    assertThatThrownBy(() -> store.manifest(9))
        .isInstanceOf(IndexNotFoundException.class)
        .hasMessage(
            folder.resolve("snapshot-00000009.json")
                + ": expected snapshot 9, found snapshots [1]");
  }

  @Test
  void aSnapshotIsFoundWhateverDigitsTheLocaleHas() throws IOException {
    IndexManifest first = store.manifest();
    IndexManifest next = SampleIndexes.manifest(2, first.schema(), first.shards());
    Locale before = Locale.getDefault(Locale.Category.FORMAT);
    Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      assertThat(String.format("%d", 2)).as("a locale with digits of its own").isNotEqualTo("2");
      store.commit(next);
      assertThat(store.manifest()).isEqualTo(next);
      assertThat(store.manifest(1)).isEqualTo(first);
    } finally {
      Locale.setDefault(Locale.Category.FORMAT, before);
    }
    assertThat(store.snapshots()).containsExactly(1L, 2L);
  }

  @Test
  void aManifestThatCouldNotBeReadAgainIsNotCommitted() throws IOException {
    IndexManifest first = store.manifest();
    IndexManifest next = SampleIndexes.manifest(2, first.schema(), first.shards());
    int length = Math.toIntExact(Files.size(file));
    IndexStore narrow = new IndexStore(store.files(), length - 1);
    assertThatThrownBy(() -> narrow.commit(next))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "manifest of snapshot 2 must be at most %d bytes: %d; write fewer and larger shards",
            length - 1, length);
    assertThat(store.snapshots()).containsExactly(1L);
    new IndexStore(store.files(), length).commit(next);
    assertThat(store.manifest()).isEqualTo(next);
  }

  @Test
  void aCommitLeavesNoOtherFile() throws IOException {
    try (var names = Files.list(folder)) {
      assertThat(names.map(path -> path.getFileName().toString()).sorted().toList())
          .containsExactly("shards", "snapshot-00000001.json");
    }
  }

  @Test
  void theSecondWriterOfASnapshotLosesAndChangesNothing() throws IOException {
    byte[] before = Files.readAllBytes(file);
    IndexSchema schema = SampleIndexes.schema(VECTORS);
    List<ShardReceipt> other = SampleIndexes.write(store.files(), schema, VECTORS, 1);
    SnapshotConflictException e =
        catchThrowableOfType(
            SnapshotConflictException.class,
            () -> store.commit(SampleIndexes.manifest(1, schema, other)));
    assertThat(e.winner()).isEqualTo(1);
    assertThat(e)
        .hasMessage(file + ": expected no snapshot 1 yet, found one committed by another writer");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  /** Others were faster by two, and a collector took the file that would have told. */
  @Test
  void aNumberThatWasCollectedIsNotGivenTwice() throws IOException {
    IndexSchema schema = SampleIndexes.schema(VECTORS);
    for (int snapshot = 2; snapshot <= 3; snapshot++) {
      store.commit(
          SampleIndexes.manifest(
              snapshot, schema, SampleIndexes.write(store.files(), schema, VECTORS, snapshot)));
    }
    store.files().delete(IndexManifest.fileName(2));
    List<ShardReceipt> late = SampleIndexes.write(store.files(), schema, VECTORS, 1);

    assertThatThrownBy(() -> store.commit(SampleIndexes.manifest(2, schema, late)))
        .isInstanceOf(SnapshotConflictException.class);
    assertThat(store.snapshots()).containsExactly(1L, 3L);
  }

  @Test
  void ofManyConcurrentWritersOneWins() throws Exception {
    int writers = 8;
    IndexSchema schema = SampleIndexes.schema(VECTORS);
    List<List<ShardReceipt>> receipts = new ArrayList<>();
    for (int w = 0; w < writers; w++) {
      receipts.add(SampleIndexes.write(store.files(), schema, VECTORS, w + 1));
    }
    ExecutorService pool = Executors.newFixedThreadPool(writers);
    for (long snapshot = 2; snapshot < 12; snapshot++) {
      CyclicBarrier start = new CyclicBarrier(writers);
      AtomicInteger won = new AtomicInteger(-1);
      AtomicInteger winners = new AtomicInteger();
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int w = 0; w < writers; w++) {
        int writer = w;
        IndexManifest manifest = SampleIndexes.manifest(snapshot, schema, receipts.get(w));
        tasks.add(
            () -> {
              IndexStore own = IndexStore.at(folder.toUri().toString());
              start.await();
              try {
                own.commit(manifest);
                winners.incrementAndGet();
                won.set(writer);
              } catch (SnapshotConflictException e) {
                assertThat(e.winner()).isEqualTo(manifest.snapshot());
              }
              return null;
            });
      }
      for (Future<Void> outcome : pool.invokeAll(tasks)) {
        outcome.get();
      }
      assertThat(winners).hasValue(1);
      assertThat(store.manifest().shards()).hasSize(won.get() + 1);
    }
    pool.shutdown();
  }

  @Test
  void everyFlippedBitOfAManifestIsFound() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) (1 << (at % 7));
      Files.write(file, flipped, StandardOpenOption.WRITE);
      CorruptIndexException e =
          catchThrowableOfType(CorruptIndexException.class, () -> store.manifest());
      assertThat(e).as("bit flipped in byte %d", at).isNotNull();
      assertThat(e.file()).isEqualTo(file.toString());
      // The last bytes are the checksum's own member: without it the file ends too early.
      assertThat(e.kind()).isIn(Kind.CHECKSUM_MISMATCH, Kind.TRUNCATED);
    }
  }

  @Test
  void everyTruncationOfAManifestIsFound() throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (long length = channel.size() - 1; length >= 0; length--) {
        channel.truncate(length);
        CorruptIndexException e =
            catchThrowableOfType(CorruptIndexException.class, () -> store.manifest());
        assertThat(e).as("truncated to %d", length).isNotNull();
        assertThat(e.kind()).isEqualTo(Kind.TRUNCATED);
      }
    }
  }

  @Test
  void bytesInNoEncodingAreDamage() throws IOException {
    Files.write(file, new byte[] {0, 0, (byte) 0xFE, (byte) 0xFF, 1, 2, 3, 4, 5});
    CorruptIndexException e =
        catchThrowableOfType(CorruptIndexException.class, () -> store.manifest());
    assertThat(e.kind()).isEqualTo(Kind.TRUNCATED);
    assertThat(e.expected()).isEqualTo("a JSON object");
  }

  @Test
  void anotherSnapshotUnderThisNameIsSwapped() throws IOException {
    Files.copy(file, folder.resolve("snapshot-00000004.json"));
    assertThatThrownBy(store::manifest)
        .isInstanceOf(CorruptIndexException.class)
        .hasMessage(
            folder.resolve("snapshot-00000004.json")
                + ": SWAPPED: expected snapshot 4, found snapshot 1");
  }

  /** Rewrites the manifest with a good checksum, as a hostile or newer writer would. */
  private void forge(String from, String to) throws IOException {
    String text = Files.readString(file);
    String body = text.substring(0, text.lastIndexOf(",\n  \"checksum\""));
    assertThat(body).contains(from);
    String forged = body.replace(from, to);
    String digest = Digests.hex(forged.getBytes(StandardCharsets.UTF_8));
    Files.writeString(file, forged + ",\n  \"checksum\" : \"" + digest + "\"\n}\n");
  }

  @Test
  void aNewerFormatIsNotDamage() throws IOException {
    forge("\"formatVersion\" : 1", "\"formatVersion\" : 7, \"unheardOf\" : {}");
    assertThatThrownBy(store::manifest)
        .isInstanceOf(IndexVersionException.class)
        .hasMessage(file + ": expected format version at most 1, found 7");
    Files.writeString(file, "{\"formatVersion\": 2, \"another\": \"ending\"}");
    assertThatThrownBy(store::manifest).isInstanceOf(IndexVersionException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"name\" : \"shards/ | \"name\" : \"../ | shard name must match",
        "\"name\" : \"shards/ | \"name\" : \"shards/../../ | shard name must match",
        "\"name\" : \"shards/ | \"name\" : \"/etc/ | shard name must match",
        "\"tables\" : 4 | \"tables\" : 1000000000 | tables must be between 1 and 1024",
        "\"tables\" : 4 | \"tables\" : \"4\" | ",
        "\"tables\" : 4 | \"tables\" : 4.5 | ",
        "\"tables\" : 4 | \"tables\" : 4, \"tables\" : 4 | Duplicate field 'tables'",
        "\"tables\" : 4 | \"tables\" : 4, \"more\" : 4 | Unrecognized field \"more\"",
        "\"tables\" : 4, | '' | Missing creator property 'tables'",
        "\"rows\" : 20 | \"rows\" : -20 | shard rows must be at least 1: -20",
        "\"rows\" : 20 | \"rows\" : 2000000000 | rows must be at most 2147483647: 6000000000",
        "\"classes\" : 10 | \"classes\" : null | ",
        "\"engine\" : \"lsh\" | \"engine\" : \"magic\" | engine must be one of",
      })
  void hostileManifestsAreRefused(String from, String to, String message) throws IOException {
    forge(from.strip(), to.strip());
    CorruptIndexException e =
        catchThrowableOfType(CorruptIndexException.class, () -> store.manifest());
    assertThat(e).isNotNull();
    assertThat(e.kind()).isEqualTo(Kind.MALFORMED);
    assertThat(e.found()).contains(message == null ? "" : message.strip());
  }

  @Test
  void anAbsurdShardLengthIsRefused() throws IOException {
    forge("\"length\" : ", "\"length\" : 99999999");
    assertThatThrownBy(store::manifest)
        .isInstanceOf(CorruptIndexException.class)
        .hasMessageContaining("shard length must be between 1 and 2147483647: 99999999");
  }

  @Test
  void aWrongProjectionOrExtractorIsNamed() throws IOException {
    IndexManifest manifest = store.manifest();
    manifest.requireProjection("/private", "a".repeat(64));
    manifest.requireExtractor("/private", "b".repeat(64));
    IndexMismatchException e =
        catchThrowableOfType(
            IndexMismatchException.class,
            () -> manifest.requireProjection("/private", "0".repeat(64)));
    assertThat(e.kind()).isEqualTo(IndexMismatchException.Kind.WRONG_PROJECTION);
    assertThat(e)
        .hasMessage(
            "/private/snapshot-00000001.json: expected projection digest %s, found %s",
            "0".repeat(64), "a".repeat(64));
    e =
        catchThrowableOfType(
            IndexMismatchException.class,
            () -> manifest.requireExtractor("/private", "0".repeat(64)));
    assertThat(e.kind()).isEqualTo(IndexMismatchException.Kind.WRONG_EXTRACTOR);
  }

  @Test
  void shardsAreInOrderWhicheverTaskEndedFirst() throws IOException {
    IndexSchema schema = SampleIndexes.schema(VECTORS);
    List<ShardReceipt> shards = new ArrayList<>(store.manifest().shards());
    Collections.reverse(shards);
    assertThat(SampleIndexes.manifest(2, schema, shards).shards())
        .isEqualTo(store.manifest().shards());
    shards.add(shards.get(0));
    assertThatThrownBy(() -> SampleIndexes.manifest(2, schema, shards))
        .hasMessage("shards must be distinct: " + shards.get(0).name());
  }
}
