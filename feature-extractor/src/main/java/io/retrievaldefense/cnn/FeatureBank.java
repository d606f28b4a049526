package io.retrievaldefense.cnn;

import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Features with labels, normalized, and searched exactly: all distances of a batch are one matrix
 * product. Ties go to the entry that stands first.
 */
final class FeatureBank implements AutoCloseable {

  /** Says of a query that no entry is its own. */
  static final int NONE = -1;

  private final NormalizedFeatures features;
  private final int[] labels;
  private final double[] squaredNorms;
  private final INDArray keys;
  private final INDArray queries;
  private final INDArray products;

  /**
   * @param features h [M][D]
   * @param labels [M]
   * @param batch the most queries at once
   */
  FeatureBank(float[][] features, int[] labels, int batch) {
    this.features = NormalizedFeatures.of(features);
    this.labels = labels;
    int length = features[0].length;
    squaredNorms = new double[features.length];
    for (int m = 0; m < features.length; m++) {
      for (float value : this.features.values()[m]) {
        squaredNorms[m] += (double) value * value;
      }
    }
    keys = Nd4j.createUninitialized(DataType.FLOAT, features.length, length);
    HostArrays.write(this.features.values(), keys);
    queries = Nd4j.createUninitialized(DataType.FLOAT, batch, length);
    products = Nd4j.createUninitialized(DataType.FLOAT, batch, features.length);
  }

  /** The norm that features were divided by. */
  double norm() {
    return features.norm();
  }

  /** Normalized features of entries [N][D], not copied. */
  float[][] features(int[] entries) {
    return IntStream.of(entries)
        .mapToObj(entry -> features.values()[entry])
        .toArray(float[][]::new);
  }

  /** Labels of entries [N]. */
  int[] labels(int[] entries) {
    return IntStream.of(entries).map(entry -> labels[entry]).toArray();
  }

  /**
   * The nearest entries by Euclidean distance, nearest first.
   *
   * @param features normalized [B][D], at most a batch
   * @param own the entry that is the query's own image and does not count, or {@link #NONE}; [B]
   * @param count N, fewer than there are entries
   * @return [B][N]
   */
  int[][] nearest(float[][] features, int[] own, int count) {
    HostArrays.write(features, queries);
    Nd4j.gemm(queries, keys, products, false, true, 1, 0);
    float[][] rows = HostArrays.rows(products, features.length);
    int[][] nearest = new int[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      nearest[i] = nearest(rows[i], own[i], count);
    }
    return nearest;
  }

  private int[] nearest(float[] products, int own, int count) {
    int[] nearest = new int[count];
    double[] distances = new double[count];
    int found = 0;
    for (int m = 0; m < products.length; m++) {
      // Squared, less the query's own norm, which is the same for all.
      double distance = squaredNorms[m] - 2.0 * products[m];
      if (m == own || found == count && !(distance < distances[count - 1])) {
        continue;
      }
      int at = found < count ? found++ : count - 1;
      for (; at > 0 && distance < distances[at - 1]; at--) {
        distances[at] = distances[at - 1];
        nearest[at] = nearest[at - 1];
      }
      distances[at] = distance;
      nearest[at] = m;
    }
    return nearest;
  }

  @Override
  public void close() {
    keys.close();
    queries.close();
    products.close();
  }
}
