package io.retrievaldefense.index.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.index.TestIndexes;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CandidateSetTest {
  private static final int ROWS = 300;

  @TempDir Path folder;
  private CandidateSet candidates;

  @BeforeEach
  void open() throws IOException {
    IndexStore store = TestIndexes.build(folder, TestIndexes.vectors(ROWS, 1), 2);
    ShardSet shards = ShardSet.open(store, store.manifest(), Verification.CONTENT);
    candidates = new CandidateSet(RowOrder.stored(shards));
  }

  private int[] positions() {
    return Arrays.copyOf(candidates.positions(), candidates.size());
  }

  /** More searches than a byte has values: the stamps start over. */
  @Test
  void holdsEachPositionOnceInSearchAfterSearch() {
    Random random = new Random(1);
    MetRows met = new MetRows();
    for (int search = 0; search < 600; search++) {
      int[] rows = random.ints(1 + random.nextInt(400), 0, ROWS).toArray();
      candidates.clear();
      met.clear();
      met.addAll(rows, new long[rows.length], 0, rows.length, 0);
      candidates.addAll(met);
      candidates.addAll(met);
      assertThat(positions()).isEqualTo(IntStream.of(rows).distinct().toArray());
    }
  }

  @Test
  void keepsThoseWithinABound() {
    candidates.fill();
    assertThat(positions()).isEqualTo(IntStream.range(0, ROWS).toArray());
    int[] values = IntStream.range(0, ROWS).map(i -> i % 7).toArray();
    candidates.keepWithin(values, 2);
    assertThat(positions()).isEqualTo(IntStream.range(0, ROWS).filter(i -> i % 7 <= 2).toArray());
  }

  @Test
  void keepsThoseOfLowestId() {
    candidates.fill();
    candidates.keepLowestIds(40);
    // Shards take turns, so the lowest ids are the first rows of both.
    assertThat(Arrays.stream(positions()).sorted().toArray())
        .isEqualTo(IntStream.concat(IntStream.range(0, 20), IntStream.range(150, 170)).toArray());
  }
}
