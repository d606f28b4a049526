package io.retrievaldefense.index.query;

/** The vectors h' by position, see {@link RowOrder}, wherever they are. */
abstract class RowVectors {
  /** Rows whose memory accesses overlap. */
  private static final int BLOCK = 16;

  /** The vectors on the heap if there is a share of it for them, else in the maps. */
  static RowVectors of(ShardSet shards, RowOrder order, int dimension, HeapBudget.Share share) {
    long floats = (long) order.size() * dimension;
    // Arrays are indexed by ints.
    boolean fits =
        floats + Lines.FLOATS_BEFORE < ArrayLengths.GREATEST && share.take(floats * Float.BYTES);
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
    float[] all = new float[Lines.FLOATS_BEFORE + Math.multiplyExact(order.size(), dimension)];
    for (int position = 0; position < order.size(); position++) {
      shards.copyVector(order.row(position), all, Lines.FLOATS_BEFORE + position * dimension);
    }
    return new RowVectors() {
      @Override
      float squaredDistance(float[] query, int position, float[] scratch) {
        int at = Lines.FLOATS_BEFORE + position * dimension;
        return SquaredDistance.between(query, 0, all, at, dimension);
      }

      @Override
      void touch(int[] positions, int from, int to, float[] distances) {
        int touched = 0;
        for (int i = from; i < to; i++) {
          int at = Lines.FLOATS_BEFORE + positions[i] * dimension;
          for (int j = 0; j < dimension; j += Lines.FLOATS) {
            touched ^= Float.floatToRawIntBits(all[at + j]);
          }
        }
        distances[from] = touched;
      }
    };
  }

  /**
   * The squared distance of a query to a row.
   *
   * @param scratch d floats for the row's vector
   */
  abstract float squaredDistance(float[] query, int position, float[] scratch);

  /**
   * The squared distances of a query to rows.
   *
   * @param positions of the rows
   * @param size how many rows
   * @param distances receives them
   * @param scratch d floats for a row's vector
   */
  final void squaredDistances(
      float[] query, int[] positions, int size, float[] distances, float[] scratch) {
    for (int from = 0; from < size; from += BLOCK) {
      int to = Math.min(size, from + BLOCK);
      touch(positions, from, to, distances);
      for (int i = from; i < to; i++) {
        distances[i] = squaredDistance(query, positions[i], scratch);
      }
    }
  }

  /**
   * Asks for all cache lines of some rows together, where they are arrays: a row's arithmetic would
   * leave room for few others' accesses. What is read is written where it is replaced.
   */
  void touch(int[] positions, int from, int to, float[] distances) {}
}
