package io.retrievaldefense.index.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.check.CheckIndex;
import io.retrievaldefense.index.lifecycle.GarbageCollector;
import io.retrievaldefense.index.manifest.IndexStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The operating system itself refuses to write more, as it does when a disk is full. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class DiskFullTest {
  private static final float[][] VECTORS = SampleIndexes.vectors(400, 3);

  @TempDir Path folder;

  private static List<String> compactWithFilesBelow(int blocks, IndexStore store)
      throws IOException {
    String location = store.files().location();
    try (ChildJvm child = ChildJvm.startWithFileLimit(blocks, "compact", location)) {
      return child.lines();
    }
  }

  @Test
  void aShardThatDoesNotFitLeavesTheOldSnapshot() throws IOException {
    IndexStore store = SampleIndexes.build(folder, VECTORS, 8);
    List<String> before = ChildTasks.answers(store);
    assertThat(compactWithFilesBelow(64, store)).containsExactly("File too large");
    assertThat(store.snapshots()).containsExactly(1L);
    assertThat(CheckIndex.check(store).findings()).isEmpty();
    assertThat(CheckIndex.check(store).unreferenced()).hasSize(1);
    assertThat(ChildTasks.answers(store)).isEqualTo(before);
    new GarbageCollector(store).collect(Instant.now().plusSeconds(60));
    assertThat(CheckIndex.check(store).unreferenced()).isEmpty();
    assertThat(compactWithFilesBelow(4096, store)).containsExactly("compacted");
    assertThat(ChildTasks.answers(store)).isEqualTo(before);
  }

  @Test
  void aManifestThatDoesNotFitIsNotCommitted() throws IOException {
    // One row a shard: small shards and a manifest longer than any of them.
    IndexStore store = SampleIndexes.build(folder, SampleIndexes.vectors(5, 3), 5);
    assertThat(compactWithFilesBelow(3, store)).containsExactly("File too large");
    assertThat(store.snapshots()).containsExactly(1L);
    assertThat(store.files().list("")).hasSize(1);
    assertThat(CheckIndex.check(store).findings()).isEmpty();
  }
}
