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
    int[] labels = Arrays.stream(IDS).mapToInt(SeededSplitTest::label).toArray();
    int[] reversedLabels = Arrays.stream(reversed).mapToInt(SeededSplitTest::label).toArray();
    assertThat(SeededSplit.stratified(1, reversed, reversedLabels, 30).get(0))
        .isEqualTo(SeededSplit.stratified(1, IDS, labels, 30).get(0));
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
  void stratifiedSubsetsHoldEveryClassInItsShare() {
    int[] labels = Arrays.stream(IDS).mapToInt(SeededSplitTest::label).toArray();
    long[] shares = {500, 300, 200};
    for (long[] subset : SeededSplit.stratified(3, IDS, labels, 97, 201, 402)) {
      for (int label = 0; label < shares.length; label++) {
        int wanted = label;
        long found = Arrays.stream(subset).filter(id -> label(id) == wanted).count();
        assertThat((double) found)
            .isBetween(
                subset.length * shares[label] / 1000.0 - 1.01,
                subset.length * shares[label] / 1000.0 + 1.01);
      }
    }
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
    assertThatThrownBy(() -> SeededSplit.stratified(1, IDS, new int[3], 1))
        .hasMessage("labels must be one per id: 3 labels, 1000 ids");
  }

  /** Half of the ids are of class 0, three in ten of class 1, the others of class 2. */
  private static int label(long id) {
    return id % 10 < 5 ? 0 : id % 10 < 8 ? 1 : 2;
  }
}
