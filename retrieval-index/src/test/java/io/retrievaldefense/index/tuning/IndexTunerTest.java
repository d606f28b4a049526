package io.retrievaldefense.index.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.index.TestIndexes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexTunerTest {
  private static final float[][] VECTORS = TestIndexes.vectors(1100, 3);
  private static final float[][] SAMPLE = Arrays.copyOf(VECTORS, 1000);
  private static final float[][] QUERIES = Arrays.copyOfRange(VECTORS, 1000, 1100);
  private static final TuningGrid GRID =
      new TuningGrid(List.of(4, 8), List.of(2, 4), List.of(3f, 6f), List.of(4, 16));

  @TempDir Path folder;

  private TuningReport tune(String name, double target) throws IOException {
    return new IndexTuner(GRID, folder.resolve(name), 64, 200, 9)
        .tune(SAMPLE, QUERIES, 10, target, 1000);
  }

  @Test
  void picksTheCheapestThatReachesTheTarget() throws IOException {
    TuningReport report = tune("a", 0.9);
    assertThat(report.chosen().recall()).isGreaterThanOrEqualTo(0.9);
    assertThat(report.frontier())
        .isSortedAccordingTo(Comparator.comparingDouble(TuningPoint::recall))
        .isSortedAccordingTo(Comparator.comparingDouble(TuningPoint::cost))
        .contains(report.chosen());
    assertThat(report.frontier())
        .filteredOn(point -> point.cost() < report.chosen().cost())
        .allMatch(point -> point.recall() < 0.9);
    assertThat(report.reason()).isEqualTo("the cheapest of 16 choices that reaches recall 0.9");
    assertThat(report.chosen().toString()).startsWith("k=").contains("recall 0.9");
  }

  @Test
  void choosesTheSameEveryTime() throws IOException {
    assertThat(tune("a", 0.8)).isEqualTo(tune("b", 0.8));
  }

  @Test
  void saysWhenTheTargetIsOutOfReach() throws IOException {
    TuningReport report = tune("a", 1);
    if (report.chosen().recall() < 1) {
      assertThat(report.reason())
          .isEqualTo("none of 16 choices reaches recall 1.0; this comes nearest");
    }
    assertThat(report.chosen()).isEqualTo(report.frontier().get(report.frontier().size() - 1));
  }

  @Test
  void refusesTargetsAndGridsOutOfRange() {
    assertThatThrownBy(() -> tune("a", 0))
        .hasMessage("target recall must be above 0 and at most 1: 0.0");
    assertThatThrownBy(
            () -> new IndexTuner(GRID, folder, 64, 200, 9).tune(SAMPLE, QUERIES, 10, 0.9, 999))
        .hasMessage("total rows must be at least those of the sample, 1000: 999");
    assertThatThrownBy(() -> new TuningGrid(List.of(), List.of(1), List.of(1f), List.of(1)))
        .hasMessageStartingWith("tuning grid must have a value for each parameter: []");
  }
}
