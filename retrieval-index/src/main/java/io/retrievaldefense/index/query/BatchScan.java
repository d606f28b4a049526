package io.retrievaldefense.index.query;

import io.retrievaldefense.index.shard.ShardReader;
import java.util.Arrays;

/**
 * Exact search of many queries in one pass over the rows. A block of rows, transposed and in the
 * first cache, meets all queries before the next. |x|^2 - 2 q.x, a matrix product, rules out nearly
 * all rows; what it cannot is ranked by {@link SquaredDistance}, so that the answers are those of a
 * plain scan, bit for bit.
 *
 * <p>A row is ruled out when (1 - e) |x|^2 - 2 q.x exceeds (1 + e) b - (1 - e) |q|^2, with b the
 * query's n-th best distance so far and e = 4 (d + 8) 2^-24: a product of d terms, summed in any
 * order, is off by at most d 2^-24 |q| |x|, of which twice is at most d 2^-24 (|q|^2 + |x|^2), and
 * so are the norms by their parts. Rows and queries are centred for these products, so that the
 * norms are not much larger than the distances.
 */
final class BatchScan {
  private static final int QUERIES = ScanKernel.QUERIES;

  /** Sums of squares that stay far from overflow; beyond it, all rows are ranked. */
  private static final float GREATEST_NORM = 1e30f;

  /** Fewer do not pay for transposing the rows. */
  private static final int FEWEST_QUERIES = 8;

  private final ShardSet shards;
  private final float[] centre;
  private final float error;
  private final float[][] queries;
  private final TopNeighbors[] best;
  private final float[] packed;
  private final float[] norms;
  private final float[] thresholds;

  private final float[] block;
  private final float[] columns;
  private final float[] rowNorms;
  private final float[] scores;

  /**
   * @param shards to search
   * @param centre what to subtract before taking products, [d]; decides speed alone
   * @param queries [queries, d]
   * @param n how many neighbours each
   */
  BatchScan(ShardSet shards, float[] centre, float[][] queries, int n) {
    this.shards = shards;
    this.centre = centre;
    this.queries = queries;
    int d = centre.length;
    error = 4f * (d + 8) / (1 << 24);
    best = new TopNeighbors[queries.length];
    Arrays.setAll(best, q -> new TopNeighbors(n));
    int groups = (queries.length + QUERIES - 1) / QUERIES;
    packed = new float[groups * QUERIES * d];
    norms = new float[groups * QUERIES];
    thresholds = new float[groups * QUERIES];
    // Queries that fill up the last group find nothing.
    Arrays.fill(thresholds, Float.NEGATIVE_INFINITY);
    int width = ScanKernel.BEST.width();
    block = new float[width * d];
    columns = new float[width * d];
    rowNorms = new float[width];
    scores = new float[QUERIES * width];
    for (int q = 0; q < queries.length; q++) {
      pack(q);
    }
  }

  private void pack(int q) {
    int d = centre.length;
    int at = q / QUERIES * QUERIES * d + q % QUERIES;
    for (int i = 0; i < d; i++) {
      float value = queries[q][i] - centre[i];
      packed[at + i * QUERIES] = value;
      norms[q] += value * value;
    }
    updateThreshold(q);
  }

  private void updateThreshold(int q) {
    thresholds[q] = best[q].bound() * (1 + error) - norms[q] * (1 - error);
  }

  /** The nearest rows of each query. */
  TopNeighbors[] run() {
    boolean productsHold = queries.length >= FEWEST_QUERIES;
    for (float norm : norms) {
      productsHold &= norm <= GREATEST_NORM;
    }
    int width = rowNorms.length;
    for (int s = 0; s < shards.shards(); s++) {
      ShardReader shard = shards.shard(s);
      for (int first = 0; first < shard.rows(); first += width) {
        int count = Math.min(width, shard.rows() - first);
        shard.copyVectors(first, count, block, 0);
        if (productsHold && transpose(count)) {
          screen(shards.start(s) + first, count);
        } else {
          rankAll(shards.start(s) + first, count);
        }
      }
    }
    return best;
  }

  /** Centres and transposes the block; returns whether its norms are far from overflow. */
  private boolean transpose(int count) {
    int d = centre.length;
    int width = rowNorms.length;
    float greatest = 0;
    for (int j = 0; j < count; j++) {
      float norm = 0;
      for (int i = 0; i < d; i++) {
        float value = block[j * d + i] - centre[i];
        columns[i * width + j] = value;
        norm += value * value;
      }
      rowNorms[j] = norm * (1 - error);
      greatest = norm <= greatest ? greatest : norm;
    }
    for (int j = count; j < width; j++) {
      for (int i = 0; i < d; i++) {
        columns[i * width + j] = 0;
      }
      rowNorms[j] = Float.POSITIVE_INFINITY;
    }
    return greatest <= GREATEST_NORM;
  }

  private void screen(int firstRow, int count) {
    int d = centre.length;
    for (int group = 0; group < thresholds.length; group += QUERIES) {
      int found =
          ScanKernel.BEST.score(packed, group * d, columns, rowNorms, thresholds, group, scores);
      for (int rest = found; rest != 0; rest &= rest - 1) {
        int inGroup = Integer.numberOfTrailingZeros(rest);
        int q = group + inGroup;
        for (int j = 0; j < count; j++) {
          if (scores[inGroup * rowNorms.length + j] <= thresholds[q]) {
            rank(q, j, firstRow + j);
          }
        }
      }
    }
  }

  private void rankAll(int firstRow, int count) {
    for (int q = 0; q < queries.length; q++) {
      for (int j = 0; j < count; j++) {
        rank(q, j, firstRow + j);
      }
    }
  }

  private void rank(int q, int inBlock, int row) {
    int d = centre.length;
    float distance = SquaredDistance.between(queries[q], 0, block, inBlock * d, d);
    if (distance <= best[q].bound() && !shards.isDead(row)) {
      best[q].offer(distance, shards.id(row), row);
      updateThreshold(q);
    }
  }
}
