package io.retrievaldefense.index.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.lifecycle.IndexLifecycle;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.projection.Digests;
import io.retrievaldefense.index.query.IndexReader;
import io.retrievaldefense.index.storage.IndexException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every kind of file, damaged in every way: the reader refuses to open, the check finds it, both
 * name the file and the way, and an older snapshot that does not need the file still opens.
 */
class EveryDamageTest {
  private static final float[][] VECTORS = SampleIndexes.vectors(90, 2);

  @TempDir Path folder;
  private IndexStore store;

  /** The kinds of file; each has two of itself in snapshot 4, so that they can be swapped. */
  enum Kind {
    MANIFEST,
    SHARD,
    DELETION
  }

  @BeforeEach
  void build() throws IOException {
    store = SampleIndexes.build(folder, VECTORS, 2);
    IndexLifecycle lifecycle = new IndexLifecycle(store);
    lifecycle.compact(store.manifest(), 45);
    lifecycle.delete(store.manifest(), new long[] {7, 13});
    lifecycle.delete(store.manifest(), new long[] {10, 16});
  }

  private Path file(Kind kind, int which) throws IOException {
    IndexManifest manifest = store.manifest(4);
    return folder.resolve(
        switch (kind) {
          case MANIFEST -> IndexManifest.fileName(4 - which);
          case SHARD -> manifest.shards().get(which).name();
          case DELETION -> manifest.deletions().get(which).name();
        });
  }

  private void require(Path file, String... kinds) throws IOException {
    IndexException opened =
        catchThrowableOfType(
            IndexException.class, () -> IndexReader.open(store.files().location()));
    assertThat(opened).as("opening").isNotNull();
    assertThat(opened.file()).isEqualTo(file.toString());
    Finding finding = CheckIndex.check(store).findings().get(0);
    assertThat(finding.file()).isEqualTo(file.toString());
    assertThat(finding.kind()).isIn((Object[]) kinds);
    assertThat(finding.message()).isEqualTo(opened.getMessage());
    assertThat(CheckIndex.check(store, 1).findings()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void cutShortAnywhere(Kind kind) throws IOException {
    Path file = file(kind, 0);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 1 + whole.length / 60) {
      Files.write(file, Arrays.copyOf(whole, length));
      require(file, "TRUNCATED");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBitFlippedAnywhere(Kind kind) throws IOException {
    Path file = file(kind, 0);
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at += 1 + whole.length / 60) {
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) (1 << at % 8);
      Files.write(file, flipped);
      require(file, "CHECKSUM_MISMATCH", kind == Kind.MANIFEST ? "TRUNCATED" : "");
    }
  }

  @ParameterizedTest
  @EnumSource
  void grown(Kind kind) throws IOException {
    Path file = file(kind, 0);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length + 9));
    require(file, kind == Kind.MANIFEST ? "TRUNCATED" : "TRAILING_BYTES");
  }

  @ParameterizedTest
  @EnumSource
  void swappedWithAnotherOfItsKind(Kind kind) throws IOException {
    Path file = file(kind, 0);
    Path other = file(kind, 1);
    byte[] whole = Files.readAllBytes(file);
    Files.copy(other, file, StandardCopyOption.REPLACE_EXISTING);
    Files.write(other, whole);
    require(file, "SWAPPED");
  }

  @ParameterizedTest
  @EnumSource
  void replacedByAFileOfAnotherKind(Kind kind) throws IOException {
    Path file = file(kind, 0);
    Kind another = kind == Kind.SHARD ? Kind.DELETION : Kind.SHARD;
    Files.copy(file(another, 0), file, StandardCopyOption.REPLACE_EXISTING);
    require(file, "FOREIGN", "TRUNCATED", "TRAILING_BYTES", "CHECKSUM_MISMATCH");
  }

  @ParameterizedTest
  @EnumSource(names = {"SHARD", "DELETION"})
  void deleted(Kind kind) throws IOException {
    Path file = file(kind, 0);
    Files.delete(file);
    require(file, "MISSING");
  }

  @Test
  void aDeletedManifestUncoversTheSnapshotBefore() throws IOException {
    Files.delete(file(Kind.MANIFEST, 0));
    assertThat(IndexReader.open(folder.toString()).size()).isEqualTo(88);
  }

  @ParameterizedTest
  @EnumSource(names = {"SHARD", "DELETION"})
  void aCopyUnderAnotherNameIsNoPartOfTheIndex(Kind kind) throws IOException {
    Path copy = folder.resolve("shards").resolve("copy-" + file(kind, 0).getFileName());
    Files.copy(file(kind, 0), copy);
    CheckReport report = CheckIndex.check(store);
    assertThat(report.findings()).isEmpty();
    assertThat(report.unreferenced()).containsExactly("shards/" + copy.getFileName());
    assertThat(IndexReader.open(folder.toString()).size()).isEqualTo(86);
  }

  @Test
  void aManifestUnderAnotherNumberIsSwapped() throws IOException {
    Path copy = folder.resolve(IndexManifest.fileName(9));
    Files.copy(file(Kind.MANIFEST, 0), copy);
    require(copy, "SWAPPED");
  }

  /** The same file twice in one manifest, whose checksum is good. */
  @ParameterizedTest
  @EnumSource(names = {"SHARD", "DELETION"})
  void namedTwice(Kind kind) throws IOException {
    Path manifest = file(Kind.MANIFEST, 0);
    String name = folder.relativize(file(kind, 0)).toString();
    String text = Files.readString(manifest);
    String body = text.substring(0, text.lastIndexOf(",\n  \"checksum\""));
    int at = body.indexOf("\"name\" : \"" + name + "\"");
    int start = body.lastIndexOf('{', at);
    int end = start;
    int depth = 0;
    do {
      depth += body.charAt(end) == '{' ? 1 : body.charAt(end) == '}' ? -1 : 0;
      end++;
    } while (depth > 0);
    String twice = body.substring(0, end) + ", " + body.substring(start);
    String digest = Digests.hex(twice.getBytes(StandardCharsets.UTF_8));
    Files.writeString(manifest, twice + ",\n  \"checksum\" : \"" + digest + "\"\n}\n");
    require(manifest, "MALFORMED");
    assertThat(CheckIndex.check(store).findings().get(0).message())
        .endsWith("s must be distinct: " + name);
  }

  @Test
  void idsDeletedTwiceAreMalformed() throws IOException {
    IndexStore other = SampleIndexes.build(folder.resolve("other"), VECTORS, 1);
    IndexManifest base = other.manifest();
    IndexManifest first = new IndexLifecycle(other).delete(base, new long[] {7});
    List<String> before = other.files().list("shards");
    Files.delete(folder.resolve("other/snapshot-00000002.json"));
    IndexManifest second = new IndexLifecycle(other).delete(base, new long[] {7, 10});
    Files.delete(folder.resolve("other/snapshot-00000002.json"));
    assertThat(before).hasSize(2);
    other.commit(
        base.with(2, base.shards(), List.of(first.deletions().get(0), second.deletions().get(0))));
    store = other;
    require(folder.resolve("other").resolve(second.deletions().get(0).name()), "MALFORMED");
  }
}
