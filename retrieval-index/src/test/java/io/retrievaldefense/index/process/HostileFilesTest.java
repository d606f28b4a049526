package io.retrievaldefense.index.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.lifecycle.GarbageCollector;
import io.retrievaldefense.index.lifecycle.IndexLifecycle;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.projection.Digests;
import io.retrievaldefense.index.storage.CorruptIndexException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that claim to be huge, opened by a process with a heap of 24 MiB: an error, no memory. */
class HostileFilesTest {
  private static ChildJvm child;

  @TempDir Path folder;
  private IndexStore store;
  private Path manifest;

  @BeforeAll
  static void start() throws IOException {
    child = ChildJvm.start("24m", "open", "as told");
  }

  @AfterAll
  static void stop() {
    child.close();
  }

  @BeforeEach
  void build() throws IOException {
    store = SampleIndexes.build(folder.resolve("index"), SampleIndexes.vectors(60, 2), 2);
    new IndexLifecycle(store).delete(store.manifest(), new long[] {7});
    manifest = folder.resolve("index/snapshot-00000002.json");
  }

  /** What a process with a small heap says to the index. */
  private String outcome() throws IOException {
    child.send(store.files().location());
    return child.line();
  }

  private static void grow(Path file, long length) throws IOException {
    // A hole: as long as it says, and no disk behind it.
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.setLength(length);
    }
  }

  /** Rewrites the manifest with a good checksum, as a hostile writer would. */
  private void forge(String from, String to) throws IOException {
    String text = Files.readString(manifest);
    String body = text.substring(0, text.lastIndexOf(",\n  \"checksum\""));
    String forged = body.replaceFirst(from, to);
    assertThat(forged).isNotEqualTo(body);
    String digest = Digests.hex(forged.getBytes(StandardCharsets.UTF_8));
    Files.writeString(manifest, forged + ",\n  \"checksum\" : \"" + digest + "\"\n}\n");
  }

  @Test
  void theUntouchedIndexOpensInThatHeap() throws IOException {
    assertThat(outcome()).isEqualTo("rows 59");
  }

  @ParameterizedTest
  @CsvSource({"1 << 30, 1073741824", "2^31, 2147483648", "4 GiB, 4294967296"})
  void aFileGrownBeyondItsLengthIsNotRead(String name, long length) throws IOException {
    Path deletion = folder.resolve("index").resolve(store.manifest().deletions().get(0).name());
    long whole = Files.size(deletion);
    grow(deletion, length);
    assertThat(outcome())
        .isEqualTo("TRAILING_BYTES at most " + whole + " bytes, found " + length + " bytes");
    grow(deletion, whole);
    Path shard = folder.resolve("index").resolve(store.manifest().shards().get(0).name());
    grow(shard, length);
    assertThat(outcome()).startsWith("TRAILING_BYTES ").endsWith("found " + length + " bytes");
    grow(manifest, length);
    assertThat(outcome())
        .isEqualTo("TRAILING_BYTES at most 67108864 bytes, found " + length + " bytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"ids\" : 1 | \"ids\" : 2147483647 | deletion length must be that of its ids: 56",
        "\"ids\" : 1 | \"ids\" : 2147483648 | ",
        "\"rows\" : 30 | \"rows\" : 2147483647 | rows must be at most 2147483647: 2147483677",
        "\"rows\" : 30 | \"rows\" : 1000000000 | 1000000000 rows in shards/",
        "\"sketchBits\" : 64 | \"sketchBits\" : 2147483584 | ",
        "\"tables\" : 4 | \"tables\" : 1000000000 | tables must be between 1 and 1024",
        "\"functionsPerTable\" : 6 | \"functionsPerTable\" : 2147483647 | ",
        "\"featureDimension\" : 5 | \"featureDimension\" : 2147483647 | feature dimension must be",
        "\"shards\" : \\[ | \"shards\" : 1000000000, \"more\" : [ | ",
      })
  void numbersThatAskForMemoryGetNone(String from, String to, String message) throws IOException {
    forge(from.strip(), to.strip());
    assertThat(outcome()).startsWith("MALFORMED ").contains(message == null ? "" : message.strip());
  }

  @Test
  void aManifestOfNestedListsIsRefused() throws IOException {
    forge("\"engine\" : \"lsh\"", "\"engine\" : " + "[".repeat(1_000_000));
    assertThat(outcome()).startsWith("MALFORMED ");
  }

  @Test
  void theManifestOfAnotherIndexIsForeign() throws IOException {
    IndexStore other =
        SampleIndexes.build(folder.resolve("other"), SampleIndexes.vectors(40, 9), 2);
    Path foreign = Path.of(other.files().location(), "snapshot-00000001.json");
    Files.copy(foreign, folder.resolve("index/snapshot-00000003.json"));
    assertThat(outcome()).startsWith("SWAPPED snapshot 3");
    Files.delete(folder.resolve("index/snapshot-00000003.json"));
    Files.delete(manifest);
    Files.copy(
        foreign,
        folder.resolve("index/snapshot-00000001.json"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThat(outcome()).startsWith("FOREIGN a manifest of this index");
  }

  @ParameterizedTest
  @CsvSource({
    "shards/../../outside.shard",
    "../outside.shard",
    "/outside.shard",
    "shards//outside.shard",
    "shards/./outside.shard",
    "outside.shard",
  })
  void noFileOutsideTheFolderIsTouched(String name) throws IOException {
    Path outside = Files.writeString(folder.resolve("outside.shard"), "mine");
    String shard = store.manifest().shards().get(0).name();
    forge("\"" + shard + "\"", "\"" + name + "\"");
    assertThat(outcome()).startsWith("MALFORMED ").contains("shard name must match");
    assertThatThrownBy(() -> new GarbageCollector(store).collect(Instant.now().plusSeconds(60)))
        .isInstanceOf(CorruptIndexException.class);
    assertThat(outside).hasContent("mine");
    assertThat(folder.resolve("index").resolve(shard)).exists();
  }
}
