package io.retrievaldefense.index.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch of queries against one query at a time, which takes no products. */
class BatchScanTest {
  private static final int ROWS = 701;
  private static final float[][] VECTORS = SampleIndexes.vectors(ROWS + 50, 4);

  @TempDir Path folder;

  private void batchEqualsSingles(float[][] vectors) throws IOException {
    float[][] queries = Arrays.copyOfRange(vectors, ROWS, vectors.length);
    IndexStore store = SampleIndexes.build(folder, Arrays.copyOf(vectors, ROWS), 3);
    ExactIndex index = ExactIndex.open(store, store.manifest(), Verification.CONTENT);
    for (int n : new int[] {1, 10, ROWS}) {
      assertThat(index.searchBatch(queries, n, 1))
          .isEqualTo(Arrays.stream(queries).map(query -> index.search(query, n)).toList());
    }
  }

  private static float[][] map(Random random, float scale, float shift) {
    return Arrays.stream(VECTORS)
        .map(
            vector -> {
              float[] mapped = vector.clone();
              for (int i = 0; i < mapped.length; i++) {
                mapped[i] = mapped[i] * scale + shift;
              }
              // Some rows are the same, so that ids decide.
              return random.nextInt(5) == 0 ? new float[mapped.length] : mapped;
            })
        .toArray(float[][]::new);
  }

  @Test
  void equalsSingleSearches() throws IOException {
    batchEqualsSingles(map(new Random(1), 1, 0));
  }

  @Test
  void equalsSingleSearchesFarFromTheOrigin() throws IOException {
    batchEqualsSingles(map(new Random(2), 1e-3f, 1000));
  }

  @Test
  void equalsSingleSearchesWhereSumsOfSquaresOverflow() throws IOException {
    batchEqualsSingles(map(new Random(3), 1e17f, 0));
  }
}
