package io.retrievaldefense.index.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MetRowsTest {
  @Test
  void keepsAllWithinTheLeastDistanceThatHoldsEnough() {
    Random random = new Random(1);
    MetRows met = new MetRows();
    for (int trial = 0; trial < 50; trial++) {
      int size = 1 + random.nextInt(3000);
      int limit = 1 + random.nextInt(size);
      long query = random.nextLong();
      int[] positions = IntStream.range(0, size).map(i -> random.nextInt(100)).toArray();
      long[] words = random.longs(size).toArray();
      met.clear();
      met.addAll(positions, words, 0, size / 2, query);
      for (int i = size / 2; i < size; i++) {
        met.add(positions[i], words[i], query);
      }
      assertThat(met.size()).isEqualTo(size);
      int[] distances = Arrays.stream(words).mapToInt(w -> Long.bitCount(w ^ query)).toArray();
      int bound = Arrays.stream(distances).sorted().skip(limit - 1).findFirst().getAsInt();
      met.keepNearest(limit);
      assertThat(Arrays.copyOf(met.positions(), met.size()))
          .isEqualTo(
              IntStream.range(0, size)
                  .filter(i -> distances[i] <= bound || size <= limit)
                  .map(i -> positions[i])
                  .toArray());
    }
  }
}
