package io.retrievaldefense.index.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.bench.IndexBenchmark;
import io.retrievaldefense.index.build.BuildSettings;
import io.retrievaldefense.index.build.VectorIndexBuilder;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.query.ExactIndex;
import io.retrievaldefense.index.query.LshIndex;
import io.retrievaldefense.index.query.NearestVectors;
import io.retrievaldefense.index.shard.Verification;
import io.retrievaldefense.index.vectors.ArrayVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexTunerTest {
  private static final int ROWS = 3000;
  private static final int ASKED = 100;
  private static final float[][] VECTORS = SampleIndexes.vectors(ROWS + ASKED + 500, 3);
  private static final float[][] WHOLE = Arrays.copyOf(VECTORS, ROWS);
  private static final float[][] QUERIES = Arrays.copyOfRange(VECTORS, ROWS, ROWS + ASKED);
  private static final float[][] OTHERS = Arrays.copyOfRange(VECTORS, ROWS + ASKED, VECTORS.length);
  private static final TuningGrid GRID =
      new TuningGrid(
          List.of(4, 8), List.of(2, 4), List.of(3f, 6f), List.of(4, 16), List.of(50, 200));

  @TempDir Path folder;
  private final AtomicInteger tried = new AtomicInteger();

  private static float[][][] neighbors() throws IOException {
    long[] none = new long[ASKED];
    Arrays.fill(none, -1);
    return NearestVectors.of(new ArrayVectors(WHOLE), QUERIES, none, 10);
  }

  private TuningReport tune(int sampled, double target) throws IOException {
    TuningData data = new TuningData(Arrays.copyOf(WHOLE, sampled), QUERIES, neighbors(), ROWS);
    return new IndexTuner(GRID, 64, 9, tried::incrementAndGet).tune(data, target);
  }

  private double recall(TuningPoint point, float[][] queries, String name) throws IOException {
    IndexStore store = IndexStore.at(folder.resolve(name).toString());
    BuildSettings settings = new BuildSettings(point.hash(), point.search(), "lsh", ROWS, "test");
    new VectorIndexBuilder(store, settings).build(() -> new ArrayVectors(WHOLE));
    ExactIndex exact = ExactIndex.open(store, store.manifest(), Verification.STRUCTURE);
    LshIndex index = LshIndex.open(store, store.manifest(), Verification.STRUCTURE);
    return IndexBenchmark.recall(
        index.searchBatch(queries, 10, 1), IndexBenchmark.truth(exact, queries, 10, 1));
  }

  @Test
  void picksTheCheapestThatReachesTheTarget() throws IOException {
    TuningReport report = tune(1000, 0.9);
    assertThat(report.chosen().assuredRecall()).isGreaterThanOrEqualTo(0.9);
    assertThat(report.frontier())
        .isSortedAccordingTo(Comparator.comparingDouble(TuningPoint::assuredRecall))
        .isSortedAccordingTo(Comparator.comparingDouble(TuningPoint::cost))
        .contains(report.chosen());
    assertThat(report.frontier())
        .filteredOn(point -> point.cost() < report.chosen().cost())
        .allMatch(point -> point.assuredRecall() < 0.9);
    assertThat(report.reason())
        .isEqualTo("the cheapest of 32 choices that less two standard errors reaches recall 0.9");
    assertThat(report.chosen().toString())
        .startsWith("k=")
        .containsPattern("rerank=(50|200): recall 0[.]9");
    assertThat(tried).hasValue(GRID.hashes());
  }

  /** The same rows, functions and screens as the search's: nothing is left to chance. */
  @Test
  void foretellsTheWholeExactlyFromAllOfIt() throws IOException {
    for (TuningPoint point : tune(ROWS, 0.9).frontier()) {
      assertThat(point.recall()).as(point.toString()).isCloseTo(actual(point), within(1e-9));
    }
  }

  /**
   * Where a third of the rows stands for all, a screen's bound is off by a distance or two, and so
   * are the few neighbours that lie at it: mostly less than the error of the mean itself, .02 at a
   * recall of .75 over these queries.
   */
  @Test
  void foretellsTheWholeFromAThirdOfIt() throws IOException {
    List<TuningPoint> frontier = tune(ROWS / 3, 0.9).frontier();
    double off = 0;
    for (TuningPoint point : frontier) {
      double actual = actual(point);
      assertThat(point.recall()).as(point.toString()).isCloseTo(actual, within(0.03));
      off += Math.abs(point.recall() - actual);
    }
    assertThat(off / frontier.size()).isLessThan(0.01);
  }

  private double actual(TuningPoint point) throws IOException {
    return recall(point, QUERIES, point.toString().replaceAll("\\W", ""));
  }

  @Test
  void reachesTheTargetOnOtherQueries() throws IOException {
    for (double target : new double[] {0.8, 0.9, 0.95}) {
      TuningPoint chosen = tune(1000, target).chosen();
      assertThat(recall(chosen, OTHERS, "for" + target)).isGreaterThanOrEqualTo(target);
    }
  }

  @Test
  void choosesTheSameEveryTime() throws IOException {
    assertThat(tune(1000, 0.8)).isEqualTo(tune(1000, 0.8));
  }

  @Test
  void saysWhenTheTargetIsOutOfReach() throws IOException {
    TuningGrid poor =
        new TuningGrid(List.of(8), List.of(1), List.of(3f), List.of(1, 2), List.of(200));
    TuningData data = new TuningData(WHOLE, QUERIES, neighbors(), ROWS);
    TuningReport report = new IndexTuner(poor, 64, 9, () -> {}).tune(data, 1);
    assertThat(report.reason())
        .isEqualTo(
            "none of 2 choices less two standard errors reaches recall 1.0; this comes nearest");
    assertThat(report.chosen()).isEqualTo(report.frontier().get(report.frontier().size() - 1));
  }

  @Test
  void refusesTargetsGridsAndDataOutOfRange() throws IOException {
    float[][][] neighbors = neighbors();
    assertThatThrownBy(() -> tune(1000, 0))
        .hasMessage("target recall must be above 0 and at most 1: 0.0");
    assertThatThrownBy(() -> new TuningData(WHOLE, QUERIES, neighbors, ROWS - 1))
        .hasMessage("total rows must be at least those of the sample, 3000: 2999");
    assertThatThrownBy(() -> new TuningData(WHOLE, new float[0][], neighbors, ROWS))
        .hasMessage("tuning must have rows and queries: 3000, 0");
    assertThatThrownBy(() -> new TuningData(WHOLE, QUERIES, new float[2][][], ROWS))
        .hasMessage("neighbors must be of each of 100 queries: 2");
    assertThatThrownBy(() -> new TuningData(WHOLE, QUERIES, new float[ASKED][0][], ROWS))
        .hasMessage("neighbors of a query must be at least 1: 0");
    assertThatThrownBy(
            () -> new TuningGrid(List.of(), List.of(1), List.of(1f), List.of(1), List.of(1)))
        .hasMessageStartingWith("tuning grid must have a value for each parameter: []");
  }
}
