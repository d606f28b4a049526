package io.retrievaldefense.index.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.lifecycle.IndexLifecycle;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowOrderTest {
  private static final int ROWS = 1000;

  @TempDir Path folder;

  private ShardSet shards(float[][] vectors, long... deleted) throws IOException {
    IndexStore store = SampleIndexes.build(folder, vectors, 3);
    if (deleted.length > 0) {
      new IndexLifecycle(store).delete(store.manifest(), deleted);
    }
    return ShardSet.open(store, store.manifest(), Verification.CONTENT);
  }

  private static double meanStep(ShardSet shards, RowOrder order) {
    float[] before = new float[SampleIndexes.DIMENSION];
    float[] vector = new float[SampleIndexes.DIMENSION];
    double sum = 0;
    for (int position = 1; position < order.size(); position++) {
      shards.copyVector(order.row(position - 1), before, 0);
      shards.copyVector(order.row(position), vector, 0);
      sum += SquaredDistance.between(before, 0, vector, 0, vector.length) / order.size();
    }
    return sum;
  }

  @Test
  void nearRowsComeTogetherAndEachOnce() throws IOException {
    ShardSet shards = shards(SampleIndexes.vectors(ROWS, 1));
    RowOrder near = RowOrder.near(shards, SampleIndexes.DIMENSION, OpeningProgress.UNHEARD);
    RowOrder stored = RowOrder.stored(shards);
    assertThat(IntStream.range(0, near.size()).map(near::row).sorted().toArray())
        .isEqualTo(IntStream.range(0, ROWS).toArray());
    assertThat(meanStep(shards, near)).isLessThan(0.5 * meanStep(shards, stored));
    assertThat(near.id(17)).isEqualTo(shards.id(near.row(17)));
  }

  @Test
  void deletedRowsAreLeftOutOrMarked() throws IOException {
    long gone = SampleIndexes.id(5);
    ShardSet shards = shards(SampleIndexes.vectors(ROWS, 1), gone);
    RowOrder near = RowOrder.near(shards, SampleIndexes.DIMENSION, OpeningProgress.UNHEARD);
    assertThat(near.size()).isEqualTo(ROWS - 1);
    assertThat(IntStream.range(0, ROWS - 1).mapToLong(near::id)).doesNotContain(gone);
    RowOrder stored = RowOrder.stored(shards);
    assertThat(stored.size()).isEqualTo(ROWS);
    assertThat(IntStream.range(0, ROWS).filter(stored::isDead).mapToLong(stored::id))
        .containsExactly(gone);
  }

  @Test
  void rowsThatAreAllTheSameEndTheSplitting() throws IOException {
    float[][] same = new float[ROWS][SampleIndexes.DIMENSION];
    Arrays.fill(same[7], 3);
    assertThat(RowOrder.near(shards(same), SampleIndexes.DIMENSION, OpeningProgress.UNHEARD).size())
        .isEqualTo(ROWS);
  }
}
