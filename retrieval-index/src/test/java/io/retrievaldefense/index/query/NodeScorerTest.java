package io.retrievaldefense.index.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeScorerTest {
  /** Of nodes at given squared distances. */
  private static NodeScorer scorer(float... squaredDistances) {
    RowVectors vectors =
        new RowVectors() {
          @Override
          float squaredDistance(float[] query, int position, float[] scratch) {
            return squaredDistances[position];
          }
        };
    int[] nodes = IntStream.range(0, squaredDistances.length).toArray();
    return new GraphNodes(null, null, vectors, 1, nodes).scorer(new float[1]);
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 1e-38f, 1e-20f, 1e-8f, 1, 1e8f, 1e30f})
  void theNearerScoresHigherAtEveryScale(float squaredDistance) {
    NodeScorer scorer = scorer(squaredDistance, Math.nextUp(squaredDistance));
    assertThat(scorer.score(0)).isGreaterThan(scorer.score(1));
    assertThat(scorer.maxOrd()).isEqualTo(2);
  }

  /** A search takes up nothing that does not score above minus infinity. */
  @Test
  void aDistanceBeyondFloatsStillHasAScore() {
    assertThat(scorer(Float.POSITIVE_INFINITY).score(0)).isGreaterThan(Float.NEGATIVE_INFINITY);
  }
}
