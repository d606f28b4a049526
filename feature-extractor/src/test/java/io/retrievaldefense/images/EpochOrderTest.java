package io.retrievaldefense.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpochOrderTest {

  @Test
  void everyExampleIsVisitedOnceInAnOrderThatTheRandomNumbersDecide() {
    int[] order = EpochOrder.of(100, new SplittableRandom(3));

    assertThat(Arrays.stream(order).sorted()).containsExactlyElementsOf(indices());
    assertThat(order)
        .isEqualTo(EpochOrder.of(100, new SplittableRandom(3)))
        .isNotEqualTo(EpochOrder.of(100, new SplittableRandom(4)));
    assertThat(EpochOrder.of(0, new SplittableRandom(3))).isEmpty();
  }

  @Test
  void everyOrderIsAsLikely() {
    SplittableRandom random = new SplittableRandom(3);
    Map<String, Integer> times = new HashMap<>();
    for (int i = 0; i < 6000; i++) {
      times.merge(Arrays.toString(EpochOrder.of(3, random)), 1, Integer::sum);
    }

    // 1000 of each are expected; five standard deviations are 144.
    assertThat(times).hasSize(6);
    assertThat(times.values()).allMatch(count -> Math.abs(count - 1000) < 144);
  }

  @Test
  void placesDependOnSeedEpochAndExample() {
    assertThat(EpochOrder.place(1, 2, 3)).isEqualTo(EpochOrder.place(1, 2, 3));
    assertThat(
            Set.of(
                EpochOrder.place(1, 2, 3),
                EpochOrder.place(4, 2, 3),
                EpochOrder.place(1, 4, 3),
                EpochOrder.place(1, 2, 4)))
        .hasSize(4);
  }

  private static Iterable<Integer> indices() {
    return IntStream.range(0, 100).boxed().toList();
  }
}
