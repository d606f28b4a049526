package io.retrievaldefense.cnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.backend.NativeBackend;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FeatureBankTest {

  @BeforeAll
  static void prepare() {
    NativeBackend.prepare();
  }

  @Test
  void findsWhatBruteForceFindsWithoutTheQuerysOwn() {
    Random random = new Random(5);
    float[][] features = gaussian(random, 200);
    float[][] queries = gaussian(random, 7);
    int[] own = {3, FeatureBank.NONE, 0, 199, FeatureBank.NONE, 50, 51};
    queries[0] = features[3].clone();
    try (FeatureBank bank = new FeatureBank(features, new int[200], 8)) {
      int[][] nearest = bank.nearest(NormalizedFeatures.by(bank.norm(), queries).values(), own, 9);
      assertThat(nearest).hasDimensions(7, 9);
      for (int i = 0; i < queries.length; i++) {
        float[] query = queries[i];
        int itself = own[i];
        int[] expected =
            IntStream.range(0, 200)
                .filter(m -> m != itself)
                .boxed()
                .sorted(Comparator.comparingDouble(m -> distance(query, features[m])))
                .limit(9)
                .mapToInt(m -> m)
                .toArray();
        assertThat(nearest[i]).isEqualTo(expected);
      }
    }
  }

  @Test
  void ofEqualEntriesTheFirstIsNearer() {
    float[][] features = {{1, 1}, {0, 2}, {1, 1}, {5, 5}, {1, 1}};
    try (FeatureBank bank = new FeatureBank(features, new int[] {4, 3, 2, 1, 0}, 1)) {
      int[] own = {FeatureBank.NONE};
      double norm = Math.sqrt((2 + 4 + 2 + 50 + 2) / 5.0);
      assertThat(bank.norm()).isCloseTo(norm, within(1e-9));
      float unit = (float) (1 / norm);
      assertThat(bank.nearest(new float[][] {{unit, unit}}, own, 2)[0]).containsExactly(0, 2);
      int[] nearest = bank.nearest(new float[][] {{4 * unit, 4 * unit}}, own, 4)[0];
      assertThat(nearest).containsExactly(3, 0, 2, 4);
      assertThat(bank.labels(nearest)).containsExactly(1, 4, 2, 0);
      assertThat(bank.features(nearest)[0])
          .containsExactly(new float[] {5 * unit, 5 * unit}, within(1e-6f));
    }
  }

  private static double distance(float[] a, float[] b) {
    return IntStream.range(0, a.length).mapToDouble(d -> Math.pow((double) a[d] - b[d], 2)).sum();
  }

  private static float[][] gaussian(Random random, int n) {
    float[][] rows = new float[n][12];
    for (float[] row : rows) {
      for (int d = 0; d < row.length; d++) {
        row[d] = (float) random.nextGaussian();
      }
    }
    return rows;
  }
}
