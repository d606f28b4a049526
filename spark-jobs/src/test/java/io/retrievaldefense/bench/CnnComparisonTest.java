package io.retrievaldefense.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CnnComparisonTest {

  /** A small batch and a short time: the order of magnitude, not the figure of the README. */
  @Test
  void measuresBothEnginesAndOursIsFaster() throws IOException, InterruptedException {
    assumeThat(System.getProperty("os.arch")).isEqualTo("amd64");
    CnnComparison.Result result = CnnComparison.run(16, 0.2, 1);
    assertThat(result.rows())
        .extracting(row -> row.engine() + " " + row.phase())
        .containsExactly(
            "stock training",
            "stock inference",
            "stock input_gradient",
            "ours training",
            "ours inference",
            "ours input_gradient",
            "ours convolution");
    assertThat(result.rows()).allMatch(row -> row.imagesPerSecond() > 0 && row.gigaflops() > 0);
    assertThat(result.share(result.rows().get(6))).isEqualTo(1);
    assertThat(result.ratio("training")).hasValueSatisfying(r -> assertThat(r).isGreaterThan(2));
    assertThat(result.ratio("nothing")).isEmpty();
  }

  @Test
  void budgetHasEveryLayerInEveryPass() throws IOException, InterruptedException {
    List<CnnComparison.Piece> budget = CnnComparison.budget(4, 0.1);
    for (String pass : List.of("forward", "backward", "input_gradient")) {
      assertThat(budget)
          .filteredOn(piece -> piece.pass().equals(pass))
          .extracting(CnnComparison.Piece::piece)
          .contains("conv 3-32 at 32x32", "conv 64-128 at 8x8", "dense 2048-256", "relu", "pool");
    }
    assertThat(budget)
        .filteredOn(piece -> piece.pass().equals("update"))
        .extracting(CnnComparison.Piece::piece)
        .containsExactly("parameters");
    assertThat(budget).allMatch(piece -> piece.batch() == 4 && piece.millis() >= 0);
  }

  @Test
  void medianIsTheMiddleRate() {
    List<CnnComparison.Row> rows = List.of(row(30), row(10), row(20));
    assertThat(CnnComparison.median(rows).imagesPerSecond()).isEqualTo(20);
    assertThat(CnnComparison.median(rows.subList(0, 2)).imagesPerSecond()).isEqualTo(10);
  }

  private static CnnComparison.Row row(double rate) {
    return new CnnComparison.Row("ours", "training", rate, 1);
  }

  @Test
  void refusesNoRounds() {
    assertThatThrownBy(() -> CnnComparison.run(16, 0.2, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rounds must be positive: 0");
  }

  @Test
  void saysWhichMeasurementFailed() {
    assertThatThrownBy(() -> ChildJvm.output(CnnComparisonTest.class, List.of(), "a", "b"))
        .isInstanceOf(IOException.class)
        .hasMessage("CnnComparisonTest a b must end with exit code 0: 1");
  }
}
