package io.retrievaldefense.index.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.check.CheckIndex;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.process.ChildTasks;
import io.retrievaldefense.index.shard.DeletionReceipt;
import io.retrievaldefense.index.shard.ShardReceipt;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An index of format version 1 as it was written when the version was fixed: it is opened and
 * answers as it did then. Whoever changes a byte of the format adds a version and another such
 * index, and leaves this one.
 */
class GoldenIndexTest {
  private static final float[][] VECTORS = SampleIndexes.vectors(30, 11);

  @TempDir Path folder;
  private Path golden;

  @BeforeEach
  void find() throws URISyntaxException {
    golden = Path.of(GoldenIndexTest.class.getResource("index-v1").toURI());
  }

  /** Two shards and two snapshots, the second with deleted rows. */
  private static IndexStore build(Path folder) throws IOException {
    IndexStore store = SampleIndexes.build(folder, VECTORS, 2);
    long[] deleted = {SampleIndexes.id(4), SampleIndexes.id(21)};
    new IndexLifecycle(store).delete(store.manifest(), deleted);
    return store;
  }

  /** Writes a golden index: the folder to create. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Files.write(folder.resolve("answers.txt"), ChildTasks.answers(build(folder)));
  }

  @Test
  void opensAndAnswersAsItDid() throws IOException {
    IndexStore store = IndexStore.at(golden.toString());
    assertThat(store.snapshots()).containsExactly(1L, 2L);
    assertThat(store.manifest().formatVersion()).isEqualTo(1);
    assertThat(store.manifest().rows()).isEqualTo(28);
    assertThat(CheckIndex.check(store, 1).findings()).isEmpty();
    assertThat(CheckIndex.check(store, 2).findings()).isEmpty();
    assertThat(ChildTasks.answers(store))
        .isEqualTo(Files.readAllLines(golden.resolve("answers.txt")));
  }

  @Test
  void theSameRowsAreStillWrittenAsTheSameBytes() throws IOException {
    IndexStore then = IndexStore.at(golden.toString());
    IndexStore now = build(folder);
    for (long snapshot : then.snapshots()) {
      IndexManifest old = then.manifest(snapshot);
      IndexManifest fresh = now.manifest(snapshot);
      String expected = Files.readString(golden.resolve(old.fileName()));
      String found = Files.readString(folder.resolve(fresh.fileName()));
      List<String> oldNames = names(old);
      List<String> names = names(fresh);
      assertThat(names).hasSameSizeAs(oldNames);
      for (int i = 0; i < names.size(); i++) {
        assertThat(folder.resolve(names.get(i)))
            .hasBinaryContent(Files.readAllBytes(golden.resolve(oldNames.get(i))));
        // Names are random, and the manifest's checksum covers them.
        found = found.replace(names.get(i), oldNames.get(i));
      }
      assertThat(withoutChecksum(found)).isEqualTo(withoutChecksum(expected));
    }
  }

  private static List<String> names(IndexManifest manifest) {
    List<String> names =
        new ArrayList<>(manifest.shards().stream().map(ShardReceipt::name).toList());
    manifest.deletions().stream().map(DeletionReceipt::name).forEach(names::add);
    return names;
  }

  private static String withoutChecksum(String manifest) {
    return manifest.substring(0, manifest.lastIndexOf("\"checksum\""));
  }
}
