package io.retrievaldefense.index.query;

/** The vectors h' by position, see {@link RowOrder}, wherever they are. */
abstract class RowVectors {
  /** The vectors on the heap if they take at most {@code heapBytes}, else in the maps. */
  static RowVectors of(ShardSet shards, RowOrder order, int dimension, long heapBytes) {
    long floats = (long) order.size() * dimension;
    // Arrays are indexed by ints.
    boolean fits = floats * Float.BYTES <= heapBytes && floats < Integer.MAX_VALUE;
    return fits ? resident(shards, order, dimension) : mapped(shards, order, dimension);
  }

  private static RowVectors mapped(ShardSet shards, RowOrder order, int dimension) {
    return new RowVectors() {
      @Override
      float squaredDistance(float[] query, int position, float[] scratch) {
        shards.copyVector(order.row(position), scratch, 0);
        return SquaredDistance.between(query, 0, scratch, 0, dimension);
      }
    };
  }

  private static RowVectors resident(ShardSet shards, RowOrder order, int dimension) {
    float[] all = new float[Math.multiplyExact(order.size(), dimension)];
    for (int position = 0; position < order.size(); position++) {
      shards.copyVector(order.row(position), all, position * dimension);
    }
    return new RowVectors() {
      @Override
      float squaredDistance(float[] query, int position, float[] scratch) {
        return SquaredDistance.between(query, 0, all, position * dimension, dimension);
      }
    };
  }

  /**
   * The squared distance of a query to a row.
   *
   * @param scratch d floats for the row's vector
   */
  abstract float squaredDistance(float[] query, int position, float[] scratch);
}
