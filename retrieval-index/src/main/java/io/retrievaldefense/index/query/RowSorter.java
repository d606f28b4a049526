package io.retrievaldefense.index.query;

import java.util.Arrays;
import java.util.Random;

/**
 * Puts rows in an order in which near ones are together: a set of rows is split by a hyperplane
 * across two far ones of a sample, at the sample's median, and each part is split again (a random
 * projection tree as of Dasgupta and Freund 2008, with directions from the data). Reads rows from
 * the shards, about log2(n / 32) times each.
 */
final class RowSorter {
  /** Rows of 64 floats that share a few pages need no order among themselves. */
  private static final int LEAF = 32;

  private static final int SAMPLE = 33;
  private static final int LEAST_SHARE = 64;
  private static final long SEED = 1;

  private final ShardSet shards;
  private final int dimension;
  private final OpeningProgress progress;
  private final int[] rows;
  private final float[] projections;
  private final float[] first;
  private final float[] second;
  private final float[] vector;
  private final int[] sample = new int[SAMPLE];
  private final float[] sampled = new float[SAMPLE];
  private final Random random = new Random(SEED);

  RowSorter(ShardSet shards, int dimension, OpeningProgress progress) {
    this.shards = shards;
    this.progress = progress;
    this.dimension = dimension;
    rows = new int[shards.live()];
    projections = new float[rows.length];
    first = new float[dimension];
    second = new float[dimension];
    vector = new float[dimension];
    int live = 0;
    for (int row = 0; row < shards.rows(); row++) {
      if (!shards.isDead(row)) {
        rows[live++] = row;
      }
    }
  }

  /** The live rows in their new order. */
  int[] sort() {
    progress.begin("putting near rows together", rows.length);
    split(0, rows.length);
    return rows;
  }

  private void split(int from, int to) {
    int start = from;
    // The larger part in the loop, the smaller by recursion: the stack stays short.
    while (to - start > LEAF) {
      int middle = partition(start, to);
      if (Math.min(middle - start, to - middle) <= (to - start) / LEAST_SHARE) {
        // Rows that are the same, or nearly all of them.
        break;
      }
      if (middle - start < to - middle) {
        split(start, middle);
        start = middle;
      } else {
        split(middle, to);
        to = middle;
      }
    }
    progress.advance(to - start);
  }

  /** Sorts rows to the two sides of a hyperplane; returns where the second side begins. */
  private int partition(int from, int to) {
    for (int i = 0; i < SAMPLE; i++) {
      sample[i] = rows[from + random.nextInt(to - from)];
    }
    shards.copyVector(sample[0], second, 0);
    farthest(second, first);
    farthest(first, second);
    for (int i = 0; i < SAMPLE; i++) {
      sampled[i] = project(sample[i]);
    }
    Arrays.sort(sampled);
    float median = sampled[SAMPLE / 2];
    for (int i = from; i < to; i++) {
      projections[i] = project(rows[i]);
    }
    int low = from;
    int high = to;
    while (low < high) {
      if (projections[low] < median) {
        low++;
      } else {
        high--;
        int row = rows[low];
        rows[low] = rows[high];
        rows[high] = row;
        projections[low] = projections[high];
      }
    }
    return low;
  }

  /** Copies the vector of the sampled row that is farthest from a point. */
  private void farthest(float[] point, float[] target) {
    float most = -1;
    int found = 0;
    for (int row : sample) {
      shards.copyVector(row, vector, 0);
      float distance = SquaredDistance.between(point, 0, vector, 0, dimension);
      if (distance > most) {
        most = distance;
        found = row;
      }
    }
    shards.copyVector(found, target, 0);
  }

  /**
   * Where a row lies between the two far points: twice its product with their difference, less a
   * constant.
   */
  private float project(int row) {
    shards.copyVector(row, vector, 0);
    return SquaredDistance.between(vector, 0, second, 0, dimension)
        - SquaredDistance.between(vector, 0, first, 0, dimension);
  }
}
