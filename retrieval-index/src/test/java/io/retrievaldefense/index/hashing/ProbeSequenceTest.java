package io.retrievaldefense.index.hashing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.index.projection.Scaling;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProbeSequenceTest {
  private static final int K = 4;
  private static final int TABLES = 2;
  private final HashTables tables =
      new HashTables(new HashParameters(K, TABLES, 2f, 0, 3), Scaling.identity(6));

  private HashedQuery query(long seed) {
    Random random = new Random(seed);
    float[] point = new float[6];
    for (int i = 0; i < point.length; i++) {
      point[i] = (float) (3 * random.nextGaussian());
    }
    return tables.hash(point);
  }

  /** Score of every perturbation by brute force: 3^k of them, by key sum. */
  private Map<Long, Double> scores(HashedQuery query, int table) {
    Map<Long, Double> scores = new HashMap<>();
    for (int code = 0; code < 81; code++) {
      long sum = tables.keySum(query, table);
      double score = 0;
      for (int j = 0, rest = code; j < K; j++, rest /= 3) {
        int delta = rest % 3 - 1;
        double down = query.fraction(table * K + j);
        double distance = delta < 0 ? down : delta > 0 ? 1 - down : 0;
        score += distance * distance;
        sum += delta * tables.step(table, j);
      }
      scores.put(sum, score);
    }
    return scores;
  }

  @Test
  void goesThroughAllPerturbationsTheNearestBoundaryFirst() {
    ProbeSequence sequence = new ProbeSequence(K);
    long[] sums = new long[200];
    for (long seed = 0; seed < 50; seed++) {
      for (int table = 0; table < TABLES; table++) {
        HashedQuery query = query(seed);
        Map<Long, Double> expected = scores(query, table);
        assertThat(expected).hasSize(81);
        double nearest =
            expected.values().stream().filter(score -> score > 0).min(Double::compare).get();
        int count = sequence.generate(tables, query, table, sums, sums.length);
        assertThat(count).isEqualTo(81);
        assertThat(sums[0]).isEqualTo(tables.keySum(query, table));
        assertThat(expected.get(sums[1])).isEqualTo(nearest);
        for (int i = 0; i < count; i++) {
          assertThat(expected.remove(sums[i])).isNotNull();
        }
        assertThat(expected).isEmpty();
      }
    }
  }

  /** The template is right on average: its first probes are mostly this query's best. */
  @Test
  void theFirstProbesAreMostlyTheLikeliest() {
    ProbeSequence sequence = new ProbeSequence(K);
    long[] sums = new long[20];
    int among = 0;
    int all = 0;
    for (long seed = 0; seed < 200; seed++) {
      HashedQuery query = query(seed);
      Map<Long, Double> scores = scores(query, 0);
      double bound = scores.values().stream().sorted().skip(sums.length - 1).findFirst().get();
      sequence.generate(tables, query, 0, sums, sums.length);
      for (long sum : sums) {
        among += scores.get(sum) <= bound ? 1 : 0;
        all++;
      }
    }
    assertThat((double) among / all).isGreaterThan(0.92);
  }

  @Test
  void aShorterSequenceIsThePrefixOfALonger() {
    ProbeSequence sequence = new ProbeSequence(K);
    long[] few = new long[10];
    long[] many = new long[60];
    sequence.generate(tables, query(1), 1, few, 10);
    sequence.generate(tables, query(1), 1, many, 60);
    assertThat(Arrays.copyOf(many, 10)).isEqualTo(few);
  }

  @Test
  void refusesWrongLimits() {
    assertThatThrownBy(() -> new ProbeSequence(0))
        .hasMessage("functions per table must be at least 1: 0");
    ProbeSequence sequence = new ProbeSequence(K);
    assertThatThrownBy(() -> sequence.generate(tables, query(1), 0, new long[3], 4))
        .hasMessage("probe limit must be between 1 and 3: 4");
  }
}
