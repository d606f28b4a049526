package io.retrievaldefense.index.build;

import io.retrievaldefense.index.shard.ShardSeries;
import io.retrievaldefense.index.vectors.VectorReader;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.LongToIntFunction;

/**
 * Vectors as rows of an index: ids ascend by one, labels by the vector's position.
 *
 * @param source opens the vectors
 * @param labels the label of the vector at a position, counted from 0
 * @param classes labels are below this
 * @param firstId the id of the first vector
 */
public record VectorRows(
    VectorIndexBuilder.Source source, LongToIntFunction labels, int classes, long firstId) {
  /** Checks ranges. */
  public VectorRows {
    if (classes < 1) {
      throw new IllegalArgumentException("classes must be at least 1: " + classes);
    }
    if (firstId < 0) {
      throw new IllegalArgumentException("first id must be at least 0: " + firstId);
    }
  }

  /** Rows that are all of class 0, with ids from 0. */
  public static VectorRows unlabeled(VectorIndexBuilder.Source source) {
    return new VectorRows(source, position -> 0, 1, 0);
  }

  /**
   * Writes all rows.
   *
   * @param shards to write to
   * @param seen is shown each vector, in order
   */
  void write(ShardSeries shards, Consumer<float[]> seen) throws IOException {
    float[] noFeature = new float[0];
    try (VectorReader vectors = source.open()) {
      float[] vector = new float[vectors.dimension()];
      for (long position = 0; vectors.next(vector); position++) {
        seen.accept(vector);
        shards.add(firstId + position, labels.applyAsInt(position), vector, noFeature);
      }
    }
  }
}
