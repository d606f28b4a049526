package io.retrievaldefense.index.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.vectors.ArrayVectors;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import org.junit.jupiter.api.Test;

class NearestVectorsTest {
  private static final float[][] ROWS = SampleIndexes.vectors(200, 4);

  private static float distance(float[] a, float[] b) {
    return SquaredDistance.between(a, 0, b, 0, a.length);
  }

  @Test
  void areThoseOfASortByDistance() throws IOException {
    float[][] queries = SampleIndexes.vectors(20, 5);
    long[] none = new long[20];
    Arrays.fill(none, -1);
    float[][][] nearest = NearestVectors.of(new ArrayVectors(ROWS), queries, none, 7);
    for (int q = 0; q < queries.length; q++) {
      float[] query = queries[q];
      assertThat(nearest[q])
          .isDeepEqualTo(
              Arrays.stream(ROWS)
                  .sorted(Comparator.comparingDouble(row -> distance(query, row)))
                  .limit(7)
                  .toArray(float[][]::new));
    }
  }

  @Test
  void aQueryIsNoNeighborOfItsOwn() throws IOException {
    float[][] queries = {ROWS[3], ROWS[190]};
    float[][][] nearest =
        NearestVectors.of(new ArrayVectors(ROWS), queries, new long[] {3, 190}, 500);
    for (int q = 0; q < queries.length; q++) {
      float[] query = queries[q];
      assertThat(nearest[q]).hasNumberOfRows(199);
      assertThat(nearest[q][0]).isNotEqualTo(query);
    }
  }

  @Test
  void refusesNoNeighbors() {
    assertThatThrownBy(
            () -> NearestVectors.of(new ArrayVectors(ROWS), ROWS, new long[ROWS.length], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("number of neighbors must be at least 1: 0");
  }
}
