package io.retrievaldefense.index.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.hashing.HashParameters;
import io.retrievaldefense.index.hashing.SignSketch;
import io.retrievaldefense.index.hashing.SketchQuery;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetRowsTest {
  private static final int ROWS = 3000;

  @TempDir Path folder;
  private CandidateSet candidates;
  private final Random random = new Random(1);
  private final long[] words = random.longs(ROWS).toArray();
  private final MetRows met = new MetRows(ROWS);

  @BeforeEach
  void open() throws IOException {
    IndexStore store = SampleIndexes.build(folder, SampleIndexes.vectors(10, 1), 1);
    ShardSet shards = ShardSet.open(store, store.manifest(), Verification.CONTENT);
    candidates = new CandidateSet(RowOrder.stored(shards));
  }

  /** A random query's sketch. */
  static SketchQuery query(int bits, Random random) {
    SketchQuery query = new SketchQuery(bits);
    float[] scaled = new float[8];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) random.nextGaussian();
    }
    new SignSketch(new HashParameters(1, 1, 1, bits, 3), scaled.length).sketch(scaled, query);
    return query;
  }

  /** Meets rows table by table, in two buckets, or one by one. */
  private void meet(int[] rows) {
    int at = 0;
    while (at < rows.length) {
      int[] table = Arrays.copyOfRange(rows, at, Math.min(rows.length, at + 400));
      if (random.nextBoolean()) {
        int size = table.length;
        long[] bucket = new long[2 * size];
        for (int i = 0; i < size; i++) {
          bucket[i] = words[table[i]];
          bucket[size + i / 2] |= (long) table[i] << (i % 2 * Integer.SIZE);
        }
        int middle = random.nextInt(size);
        met.meet(bucket, 0, middle, 2 * size);
        met.meet(bucket, middle, size, 2 * size);
        met.settle(bucket);
      } else {
        Arrays.stream(table).forEach(row -> met.meet(row, words[row]));
      }
      at += table.length;
    }
  }

  private int[] left() {
    met.copyTo(candidates);
    return Arrays.stream(candidates.positions(), 0, candidates.size()).sorted().toArray();
  }

  /** More searches than a byte has values: the stamps start over. */
  @Test
  void leavesTheDifferentRowsWithinTheLeastDistanceThatHoldsEnough() {
    for (int search = 0; search < 600; search++) {
      int size = 1 + random.nextInt(2000);
      int[] rows = IntStream.range(0, size).map(i -> random.nextInt(ROWS)).toArray();
      int[] different = Arrays.stream(rows).distinct().toArray();
      int limit = 1 + random.nextInt(different.length);
      SketchQuery query = query(64, random);
      int bound =
          Arrays.stream(different)
              .map(row -> query.distance(0, words[row]))
              .sorted()
              .skip(limit - 1)
              .findFirst()
              .getAsInt();
      met.start(query, limit, MetRows.FARTHEST);
      meet(rows);
      assertThat(met.met()).isEqualTo(size);
      assertThat(left())
          .isEqualTo(
              Arrays.stream(different)
                  .filter(row -> query.distance(0, words[row]) <= bound)
                  .sorted()
                  .toArray());
    }
  }

  @Test
  void countsTheDifferentRowsAtEachDistance() {
    int[] rows = random.ints(2000, 0, ROWS).toArray();
    SketchQuery query = query(64, random);
    met.start(query, Integer.MAX_VALUE, MetRows.FARTHEST);
    meet(rows);
    int[] expected = new int[MetRows.FARTHEST + 1];
    Arrays.stream(rows).distinct().forEach(row -> expected[query.distance(0, words[row])]++);
    assertThat(met.counts()).isEqualTo(expected);
  }

  @Test
  void leavesNothingBeyondTheBoundThatItBeginsWith() {
    int[] rows = random.ints(2000, 0, ROWS).toArray();
    SketchQuery query = query(64, random);
    met.start(query, Integer.MAX_VALUE, 40);
    meet(rows);
    TreeSet<Integer> expected = new TreeSet<>();
    Arrays.stream(rows).filter(row -> query.distance(0, words[row]) <= 40).forEach(expected::add);
    assertThat(left()).isEqualTo(expected.stream().mapToInt(Integer::intValue).toArray());
  }
}
