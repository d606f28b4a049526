package io.retrievaldefense.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.classifier.Softmax;
import io.retrievaldefense.evaluation.Explanation.WeighedNeighbor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  private static final Explanation EXPLANATION =
      new Explanation(
          new double[] {0.2, 0.5, 0.3},
          List.of(
              new WeighedNeighbor(7, 1, 0.5, 0.5),
              new WeighedNeighbor(3, 2, 0.6, 0.25),
              new WeighedNeighbor(9, 1, 0.7, 0.25),
              new WeighedNeighbor(4, 0, 0.8, 0)));

  @Test
  void sumsUpItsNeighbours() {
    assertThat(EXPLANATION.label()).isEqualTo(1);
    assertThat(EXPLANATION.topWeight()).isEqualTo(0.5);
    assertThat(EXPLANATION.purity(1)).isEqualTo(0.5);
    assertThat(EXPLANATION.weightOf(1)).isEqualTo(0.75);
    assertThat(EXPLANATION.entropy()).isCloseTo(1.5 * Math.log(2), within(1e-12));
  }

  @Test
  void softmaxDoesNotOverflow() {
    double[] shares = Softmax.of(new double[] {1000, 1000 + Math.log(3)});
    assertThat(shares[0]).isCloseTo(0.25, within(1e-9));
    assertThat(shares[1]).isCloseTo(0.75, within(1e-9));
  }
}
