package io.retrievaldefense.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SeededSplitTest {

  private static final long[] IDS = LongStream.range(1000, 2000).toArray();

  @Test
  void subsetsAreDisjointAscendingAndOfTheirSizes() {
    List<long[]> subsets = SeededSplit.disjoint(1, IDS, 100, 0, 250);
    assertThat(subsets).extracting(s -> s.length).containsExactly(100, 0, 250);
    assertThat(subsets).allSatisfy(s -> assertThat(s).isSorted());
    long[] all = subsets.stream().flatMapToLong(Arrays::stream).toArray();
    assertThat(all).hasSize(350).doesNotHaveDuplicates();
    assertThat(Arrays.stream(all).boxed()).isSubsetOf(Arrays.stream(IDS).boxed().toList());
  }

  @Test
  void theOrderOfTheIdsDoesNotMatter() {
    long[] reversed = LongStream.range(0, 1000).map(i -> 1999 - i).toArray();
    assertThat(SeededSplit.disjoint(1, reversed, 10, 20).get(1))
        .isEqualTo(SeededSplit.disjoint(1, IDS, 10, 20).get(1));
  }

  @Test
  void theSeedDecidesAndAddingASubsetBehindChangesNothingBefore() {
    long[] first = SeededSplit.disjoint(1, IDS, 100).get(0);
    assertThat(SeededSplit.disjoint(1, IDS, 100, 300).get(0)).isEqualTo(first);
    assertThat(SeededSplit.disjoint(2, IDS, 100).get(0)).isNotEqualTo(first);
  }

  @Test
  void theChoiceIsSpreadEvenly() {
    long[] chosen = SeededSplit.disjoint(7, IDS, 500).get(0);
    assertThat(Arrays.stream(chosen).filter(id -> id < 1500).count()).isBetween(210L, 290L);
  }

  @Test
  void badRequests() {
    assertThatThrownBy(() -> SeededSplit.disjoint(1, IDS, 600, 401))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("subsets must need no more than there are: 1001 of 1000");
    assertThatThrownBy(() -> SeededSplit.disjoint(1, IDS, -1))
        .hasMessage("subset size must be at least 0: -1");
    assertThatThrownBy(() -> SeededSplit.disjoint(1, new long[] {4, 5, 4}, 1))
        .hasMessage("ids must not repeat: 4");
  }
}
