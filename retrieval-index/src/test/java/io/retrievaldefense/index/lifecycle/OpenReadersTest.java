package io.retrievaldefense.index.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.check.CheckIndex;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.query.IndexReader;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.index.query.OpeningProgress;
import io.retrievaldefense.index.query.SearchResult;
import io.retrievaldefense.index.shard.Verification;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Readers search without a pause while the index is compacted and collected under them. */
class OpenReadersTest {
  private static final float[][] VECTORS = SampleIndexes.vectors(400, 5);
  private static final int ROUNDS = 25;

  @TempDir Path folder;

  private static List<String> answers(NeighborIndex index) {
    List<String> answers = new ArrayList<>();
    for (SearchResult result : index.searchBatch(VECTORS, 3, 1)) {
      result.neighbors().forEach(n -> answers.add(n.id() + " " + n.squaredDistance()));
    }
    return answers;
  }

  @Test
  @Timeout(120)
  void everyAnswerIsRight() throws Exception {
    IndexStore store = SampleIndexes.build(folder, VECTORS, 4);
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService pool = Executors.newFixedThreadPool(4);
    List<Future<Integer>> readers = new ArrayList<>();
    for (String engine : List.of("exact", "lsh")) {
      NeighborIndex first = IndexReader.open(store, store.manifest(), Verification.CONTENT, engine);
      List<String> expected = answers(first);
      // One that stays with the first snapshot, and one that goes with the time.
      readers.add(
          pool.submit(
              () -> {
                int searches = 0;
                for (; !over.get() || searches == 0; searches++) {
                  assertThat(answers(first)).isEqualTo(expected);
                }
                return searches;
              }));
      readers.add(
          pool.submit(
              () -> {
                int searches = 0;
                for (; !over.get() || searches == 0; searches++) {
                  IndexStore latest = IndexStore.at(folder.toString());
                  try (NeighborIndex opened =
                      IndexReader.openLatest(
                          latest, Verification.CONTENT, engine, OpeningProgress.UNHEARD)) {
                    assertThat(answers(opened)).isEqualTo(expected);
                  }
                }
                return searches;
              }));
    }
    try {
      for (int round = 0; round < ROUNDS; round++) {
        new IndexLifecycle(store).compact(store.manifest(), 60 + 10 * round);
        new GarbageCollector(store).collect(Instant.now().plusSeconds(60));
      }
    } finally {
      over.set(true);
      pool.shutdown();
    }
    for (Future<Integer> reader : readers) {
      assertThat(reader.get()).isPositive();
    }
    assertThat(store.snapshots()).containsExactly(1L + ROUNDS);
    assertThat(CheckIndex.check(store).findings()).isEmpty();
  }
}
