package io.retrievaldefense.index.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.lifecycle.IndexLifecycle;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CandidateSetTest {
  private static final int ROWS = 300;

  @TempDir Path folder;
  private RowOrder order;
  private CandidateSet candidates;

  @BeforeEach
  void open() throws IOException {
    IndexStore store = SampleIndexes.build(folder, SampleIndexes.vectors(ROWS, 1), 2);
    ShardSet shards = ShardSet.open(store, store.manifest(), Verification.CONTENT);
    order = RowOrder.stored(shards);
    candidates = new CandidateSet(order);
  }

  private int[] positions() {
    return Arrays.copyOf(candidates.positions(), candidates.size());
  }

  @Test
  void holdsWhatIsWrittenAndGrows() {
    for (int size : new int[] {5, 3000, 10}) {
      int[] target = candidates.start(size);
      Arrays.setAll(target, i -> 7 * i);
      candidates.finish(size - 1);
      assertThat(positions()).isEqualTo(IntStream.range(0, size - 1).map(i -> 7 * i).toArray());
    }
  }

  @Test
  void fillsWithOneBlockAfterTheOther() throws IOException {
    int rows = 2 * CandidateSet.BLOCK + 100;
    IndexStore store =
        SampleIndexes.build(folder.resolve("more"), SampleIndexes.vectors(rows, 1), 2);
    new IndexLifecycle(store)
        .delete(store.manifest(), new long[] {SampleIndexes.id(0), SampleIndexes.id(rows - 1)});
    ShardSet shards = ShardSet.open(store, store.manifest(), Verification.CONTENT);
    candidates = new CandidateSet(RowOrder.stored(shards));
    List<Integer> filled = new ArrayList<>();
    int blocks = 0;
    for (int next = 0; next < rows; blocks++) {
      next = candidates.fill(next);
      assertThat(candidates.size()).isLessThanOrEqualTo(CandidateSet.BLOCK);
      Arrays.stream(positions()).forEach(filled::add);
    }
    assertThat(blocks).isEqualTo(3);
    // The first row of the first shard and the last of the last are deleted.
    assertThat(filled).isEqualTo(IntStream.range(1, rows - 1).boxed().toList());
  }

  @Test
  void addsThoseOfAnotherSetWithinABound() {
    candidates.fill(0);
    CandidateSet few = new CandidateSet(order);
    int[] values = IntStream.range(0, ROWS).map(i -> i % 7).toArray();
    few.addWithin(candidates, values, 2);
    few.addWithin(candidates, values, -1);
    few.addWithin(candidates, values, 0);
    int[] expected =
        IntStream.concat(
                IntStream.range(0, ROWS).filter(i -> i % 7 <= 2),
                IntStream.range(0, ROWS).filter(i -> i % 7 == 0))
            .toArray();
    assertThat(Arrays.copyOf(few.positions(), few.size())).isEqualTo(expected);
  }

  @Test
  void keepsThoseWithinABound() {
    assertThat(candidates.fill(0)).isEqualTo(ROWS);
    assertThat(positions()).isEqualTo(IntStream.range(0, ROWS).toArray());
    int[] values = IntStream.range(0, ROWS).map(i -> i % 7).toArray();
    candidates.keepWithin(values, 2);
    assertThat(positions()).isEqualTo(IntStream.range(0, ROWS).filter(i -> i % 7 <= 2).toArray());
  }

  @Test
  void keepsThoseOfLowestId() {
    candidates.fill(0);
    candidates.keepLowestIds(40);
    // Shards take turns, so the lowest ids are the first rows of both.
    assertThat(positions())
        .isEqualTo(IntStream.concat(IntStream.range(0, 20), IntStream.range(150, 170)).toArray());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 40, 149, 150, 299, 300, Integer.MAX_VALUE})
  void fillsWithThoseOfLowestIdAsIfAllHadBeenHeld(int budget) {
    candidates.fill(0);
    candidates.keepLowestIds(budget);
    int[] expected = positions();
    candidates.fillLowestIds(budget);
    assertThat(positions()).isEqualTo(expected).hasSize(Math.min(budget, ROWS));
  }
}
