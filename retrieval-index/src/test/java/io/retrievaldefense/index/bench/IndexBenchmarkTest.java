package io.retrievaldefense.index.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.query.ExactIndex;
import io.retrievaldefense.index.shard.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexBenchmarkTest {
  private static final float[][] VECTORS = SampleIndexes.vectors(220, 3);
  private static final float[][] BASE = Arrays.copyOf(VECTORS, 200);
  private static final float[][] QUERIES = Arrays.copyOfRange(VECTORS, 200, 220);

  @TempDir Path folder;

  @Test
  void measuresAnIndexAgainstTheTruth() throws IOException {
    IndexStore store = SampleIndexes.build(folder, BASE, 2);
    ExactIndex exact = ExactIndex.open(store, store.manifest(), Verification.CONTENT);
    long[][] truth = IndexBenchmark.truth(exact, QUERIES, 10, 1);
    BenchmarkRow row =
        new IndexBenchmark(QUERIES, truth, 2).measure(exact, "exact", 2, 1.5, "none");
    assertThat(row.recallAtN()).isEqualTo(1);
    assertThat(row.queriesPerSecond()).isPositive();
    assertThat(row.vectors()).isEqualTo(200);
    assertThat(row.dimension()).isEqualTo(SampleIndexes.DIMENSION);
    assertThat(row.indexBytes()).isEqualTo(store.manifest().bytes());
    assertThat(row.buildSeconds()).isEqualTo(1.5);
    long[][] half = truth.clone();
    for (int q = 0; q < half.length; q++) {
      half[q] = truth[q].clone();
      Arrays.fill(half[q], 0, 5, -1);
    }
    assertThat(IndexBenchmark.recall(exact.searchBatch(QUERIES, 10, 1), half)).isEqualTo(0.5);
  }

  @Test
  void refusesWrongShapes() {
    assertThatThrownBy(() -> new IndexBenchmark(new float[0][], new long[0][], 1))
        .hasMessage("truth must have a row for each of at least one query: 0, 0");
    assertThatThrownBy(() -> new IndexBenchmark(QUERIES, new long[20][], 0))
        .hasMessage("rounds must be at least 1: 0");
  }
}
