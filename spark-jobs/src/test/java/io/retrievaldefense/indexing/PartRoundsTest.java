package io.retrievaldefense.indexing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartRoundsTest {
  private static int[] joined(List<int[]> parts) {
    return parts.stream().flatMapToInt(IntStream::of).toArray();
  }

  @Test
  void aLargeIndexHasManyPartsThoughFewTasksRunWhenItIsDivided() {
    List<int[]> parts = PartRounds.parts(300, 100_000_000, 2);
    assertThat(parts).hasSize(50);
    assertThat(joined(parts)).isEqualTo(IntStream.range(0, 300).toArray());
  }

  @Test
  void aSmallOneHasOneForEachTaskAndNoMoreThanItHasShards() {
    assertThat(PartRounds.parts(7, 1000, 3)).hasSize(3);
    assertThat(joined(PartRounds.parts(7, 1000, 3))).containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(PartRounds.parts(2, 100_000_000, 8)).hasSize(2);
  }
}
