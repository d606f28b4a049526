package io.retrievaldefense.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class IndexedRowsTest {
  private static final long[] IDS = LongStream.range(100, 1100).toArray();

  @Test
  void selectionHoldsAsManyAsAskedForAndSmallerOnesArePartOfLarger() {
    RowSelection few = RowSelection.of(IDS, 100, 7);
    RowSelection more = RowSelection.of(IDS, 400, 7);
    assertThat(few.of(IDS)).hasSize(100);
    assertThat(more.of(IDS)).hasSize(400);
    assertThat(Arrays.stream(few.of(IDS))).allMatch(more::holds);
    assertThat(RowSelection.of(IDS, 1000, 7).of(IDS)).isEqualTo(IDS);
    assertThat(RowSelection.of(IDS, 0, 7).of(IDS)).isEmpty();
    assertThat(RowSelection.of(IDS, 100, 8).of(IDS)).isNotEqualTo(few.of(IDS));
    assertThatThrownBy(() -> RowSelection.of(IDS, 1001, 7))
        .hasMessage("rows to choose must be in [0, 1000]: 1001");
  }

  @Test
  void wrongLabelsAreThoseOfOtherClasses() {
    IndexedRows rows =
        new IndexedRows(
            RowSelection.of(IDS, 1000, 1),
            RowSelection.of(IDS, 300, 2),
            RowSelection.of(IDS, 100, 3),
            Map.of(),
            5,
            4);
    int[] shifts = new int[5];
    for (long id : IDS) {
      int label = (int) (id % 5);
      int shift = (rows.label(id, label) - label + 5) % 5;
      shifts[shift]++;
      if (rows.flipped().holds(id)) {
        assertThat(shift).isEqualTo(1);
      } else if (!rows.noisy().holds(id)) {
        assertThat(shift).isZero();
      } else {
        assertThat(shift).isNotZero();
      }
    }
    // 100 flips; of 300 noisy rows about 270 are not flipped, a quarter to each other class.
    assertThat(shifts[0]).isBetween(600, 660);
    assertThat(shifts[1]).isBetween(140, 200);
    assertThat(shifts[3]).isBetween(45, 95);
  }

  @Test
  void answersTakeThePlaceOfLabels() {
    IndexedRows rows =
        new IndexedRows(
            RowSelection.of(IDS, 1000, 1),
            RowSelection.NONE,
            RowSelection.NONE,
            Map.of(100L, 3),
            5,
            4);
    assertThat(rows.label(100, 1)).isEqualTo(3);
    assertThat(rows.label(101, 1)).isEqualTo(1);
  }
}
