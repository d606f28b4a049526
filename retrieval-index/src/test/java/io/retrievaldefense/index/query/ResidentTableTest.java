package io.retrievaldefense.index.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.index.hashing.HashTables;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ResidentTableTest {
  private static final int WORDS = 2;

  @Test
  void holdsTheRowsOfEachBucketAndNoOthers() {
    Random random = new Random(1);
    for (int rows : new int[] {1, 2, 7, 500, 3000}) {
      long[] sketches = random.longs((long) rows * WORDS).toArray();
      Map<Integer, TreeSet<Integer>> expected = new HashMap<>();
      long[] entries = new long[rows];
      for (int position = 0; position < rows; position++) {
        int key = HashTables.key(random.nextInt(Math.max(1, rows / 4)));
        expected.computeIfAbsent(key, any -> new TreeSet<>()).add(position);
        entries[position] = (long) (key ^ Integer.MIN_VALUE) << Integer.SIZE | position;
      }
      Arrays.sort(entries);
      ResidentTable table = new ResidentTable(entries, sketches, WORDS);
      long[] keySums = LongStream.range(0, rows).toArray();
      MetRows met = new MetRows();
      for (long keySum : keySums) {
        met.clear();
        table.collect(new long[] {keySum}, 1, 0, met);
        assertThat(IntStream.of(Arrays.copyOf(met.positions(), met.size())).boxed().toList())
            .isEqualTo(List.copyOf(expected.getOrDefault(HashTables.key(keySum), new TreeSet<>())));
      }
      met.clear();
      table.collect(keySums, keySums.length, 0, met);
      assertThat(met.size()).isEqualTo(rows);
    }
  }

  @Test
  void rowsComeWithTheFirstWordsOfTheirSketches() {
    long[] sketches = {0b111, 9, 0b1, 9, 0, 9};
    int key = HashTables.key(5);
    long upper = (long) (key ^ Integer.MIN_VALUE) << Integer.SIZE;
    ResidentTable table = new ResidentTable(new long[] {upper, upper | 1, upper | 2}, sketches, 2);
    MetRows met = new MetRows();
    table.collect(new long[] {5}, 1, 0, met);
    met.keepNearest(2);
    assertThat(Arrays.copyOf(met.positions(), met.size())).containsExactly(1, 2);
  }
}
