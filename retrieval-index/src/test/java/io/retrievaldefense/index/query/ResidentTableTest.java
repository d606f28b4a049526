package io.retrievaldefense.index.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.hashing.HashTables;
import io.retrievaldefense.index.hashing.SketchQuery;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResidentTableTest {
  private static final int WORDS = 2;
  private static final SketchQuery NONE = new SketchQuery(0);

  @TempDir Path folder;
  private CandidateSet candidates;

  @BeforeEach
  void open() throws IOException {
    IndexStore store = SampleIndexes.build(folder, SampleIndexes.vectors(10, 1), 1);
    ShardSet shards = ShardSet.open(store, store.manifest(), Verification.CONTENT);
    candidates = new CandidateSet(RowOrder.stored(shards));
  }

  @Test
  void holdsTheRowsOfEachBucketAndNoOthers() {
    Random random = new Random(1);
    for (int rows : new int[] {1, 2, 7, 500, 3000}) {
      long[] sketches = random.longs(Lines.LONGS_BEFORE + (long) rows * WORDS).toArray();
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
      MetRows met = new MetRows(rows);
      for (long keySum : keySums) {
        met.start(NONE, Integer.MAX_VALUE, MetRows.FARTHEST);
        table.collect(new long[] {keySum}, 1, met);
        assertThat(left(met))
            .isEqualTo(List.copyOf(expected.getOrDefault(HashTables.key(keySum), new TreeSet<>())));
      }
      met.start(NONE, Integer.MAX_VALUE, MetRows.FARTHEST);
      table.collect(keySums, keySums.length, met);
      assertThat(met.met()).isEqualTo(rows);
    }
  }

  private List<Integer> left(MetRows met) {
    met.copyTo(candidates);
    return Arrays.stream(candidates.positions(), 0, candidates.size()).boxed().toList();
  }

  @Test
  void rowsComeWithTheFirstWordsOfTheirSketches() {
    SketchQuery query = MetRowsTest.query(64, new Random(2));
    long farther = Long.highestOneBit(query.twos(0));
    long[] sketches = new long[Lines.LONGS_BEFORE + 6];
    sketches[Lines.LONGS_BEFORE] = ~query.word(0);
    sketches[Lines.LONGS_BEFORE + 2] = query.word(0) ^ farther;
    sketches[Lines.LONGS_BEFORE + 4] = query.word(0);
    int key = HashTables.key(5);
    long upper = (long) (key ^ Integer.MIN_VALUE) << Integer.SIZE;
    ResidentTable table = new ResidentTable(new long[] {upper, upper | 1, upper | 2}, sketches, 2);
    MetRows met = new MetRows(3);
    met.start(query, 2, MetRows.FARTHEST);
    table.collect(new long[] {5}, 1, met);
    assertThat(left(met)).containsExactly(1, 2);
  }
}
