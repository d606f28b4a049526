package io.retrievaldefense.index.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.check.CheckIndex;
import io.retrievaldefense.index.lifecycle.GarbageCollector;
import io.retrievaldefense.index.manifest.IndexStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A building process gets SIGKILL: readers see what was committed, and building goes on. */
class KilledBuildTest {
  private static final float[][] VECTORS = SampleIndexes.vectors(100, 3);

  @TempDir Path folder;

  private void killAt(String moment) throws Exception {
    try (ChildJvm child = ChildJvm.start("128m", "build", folder.toString(), moment)) {
      assertThat(child.line()).isEqualTo("stopped");
      child.kill();
      assertThat(child.line()).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "list-1, 1",
    "create-1, 1",
    "write-1, 1",
    "write-9, 1",
    "close-1, 1",
    "create-2, 1",
    "close-3, 1",
    "publish-1, 1",
    "acknowledge-1, 2",
  })
  void theOldSnapshotOrTheNewOneIsThereWhole(String moment, long snapshot) throws Exception {
    IndexStore store = SampleIndexes.build(folder, VECTORS, 2);
    List<String> before = ChildTasks.answers(store);
    killAt(moment);
    assertThat(store.snapshots()).last().isEqualTo(snapshot);
    assertThat(CheckIndex.check(store).findings()).isEmpty();
    if (snapshot == 1) {
      assertThat(ChildTasks.answers(store)).isEqualTo(before);
    } else {
      assertThat(store.manifest().rows()).isEqualTo(ChildTasks.BUILD_ROWS);
    }
    requireThatBuildingGoesOn(store);
  }

  @ParameterizedTest
  @CsvSource({"create-1", "write-9", "publish-1"})
  void aNewIndexIsAbsentNotDamaged(String moment) throws Exception {
    killAt(moment);
    IndexStore store = IndexStore.at(folder.toString());
    assertThat(store.snapshots()).isEmpty();
    requireThatBuildingGoesOn(store);
  }

  private static void requireThatBuildingGoesOn(IndexStore store) throws IOException {
    ChildTasks.build(store);
    List<String> answers = ChildTasks.answers(store);
    new GarbageCollector(store).collect(Instant.now().plusSeconds(60));
    assertThat(store.snapshots()).hasSize(1);
    assertThat(store.files().list("")).hasSize(1);
    assertThat(CheckIndex.check(store).findings()).isEmpty();
    assertThat(CheckIndex.check(store).unreferenced()).isEmpty();
    assertThat(ChildTasks.answers(store)).isEqualTo(answers);
  }

  @Test
  void whatWasAcknowledgedSurvivesAKillAtAnyMoment() throws Exception {
    Random random = new Random(5);
    long acknowledged = 0;
    IndexStore store = IndexStore.at(folder.toString());
    for (int round = 0; round < 4; round++) {
      try (ChildJvm child = ChildJvm.start("128m", "build-forever", folder.toString())) {
        acknowledged = Long.parseLong(child.line());
        Thread.sleep(random.nextInt(200));
        child.kill();
        for (String line = child.line(); line != null; line = child.line()) {
          acknowledged = Long.parseLong(line);
        }
      }
      assertThat(store.manifest().snapshot()).isBetween(acknowledged, acknowledged + 1);
      assertThat(CheckIndex.check(store).findings()).isEmpty();
    }
    requireThatBuildingGoesOn(store);
    try (var files = Files.list(folder.resolve("shards"))) {
      assertThat(files).hasSize(3);
    }
  }
}
