package io.retrievaldefense.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class CnnComparisonTest {

  /** A small batch and a short time: the order of magnitude, not the figure of the README. */
  @Test
  void measuresBothEnginesAndOursIsFaster() throws IOException, InterruptedException {
    assumeThat(System.getProperty("os.arch")).isEqualTo("amd64");
    CnnComparison.Result result = CnnComparison.run(16, 0.2);
    assertThat(result.rows())
        .extracting(CnnComparison.Row::engine)
        .containsExactly("stock", "stock", "stock", "ours", "ours", "ours");
    assertThat(result.rows())
        .extracting(CnnComparison.Row::phase)
        .containsExactly(
            "training", "inference", "input_gradient", "training", "inference", "input_gradient");
    assertThat(result.rows()).allMatch(row -> row.imagesPerSecond() > 0 && row.batch() == 16);
    assertThat(result.convolutionGflops()).isPositive();
    assertThat(result.ratio("training", 16))
        .hasValueSatisfying(r -> assertThat(r).isGreaterThan(2));
    assertThat(result.ratio("training", 17)).isEmpty();
  }
}
