package io.retrievaldefense.index.query;

/** The vectors h' of all rows, wherever they are. */
abstract class RowVectors {
  /** The vectors on the heap if they take at most {@code heapBytes}, else in the maps. */
  static RowVectors of(ShardSet shards, int dimension, long heapBytes) {
    long floats = (long) shards.rows() * dimension;
    // Arrays are indexed by ints.
    boolean fits = floats * Float.BYTES <= heapBytes && floats < Integer.MAX_VALUE;
    return fits ? resident(shards, dimension) : mapped(shards, dimension);
  }

  private static RowVectors mapped(ShardSet shards, int dimension) {
    return new RowVectors() {
      @Override
      float squaredDistance(float[] query, int row, float[] scratch) {
        shards.copyVector(row, scratch, 0);
        return SquaredDistance.between(query, 0, scratch, 0, dimension);
      }
    };
  }

  private static RowVectors resident(ShardSet shards, int dimension) {
    float[] all = new float[Math.multiplyExact(shards.rows(), dimension)];
    for (int s = 0; s < shards.shards(); s++) {
      int rows = shards.shard(s).rows();
      shards.shard(s).copyVectors(0, rows, all, shards.start(s) * dimension);
    }
    return new RowVectors() {
      @Override
      float squaredDistance(float[] query, int row, float[] scratch) {
        return SquaredDistance.between(query, 0, all, row * dimension, dimension);
      }
    };
  }

  /**
   * The squared distance of a query to a row.
   *
   * @param scratch d floats for the row's vector
   */
  abstract float squaredDistance(float[] query, int row, float[] scratch);
}
