package io.retrievaldefense.index.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
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
    IndexStore store = SampleIndexes.build(folder, SampleIndexes.vectors(ROWS, 1), 2);
    ShardSet shards = ShardSet.open(store, store.manifest(), Verification.CONTENT);
    candidates = new CandidateSet(RowOrder.stored(shards));
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
