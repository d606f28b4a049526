package io.retrievaldefense.cnn;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The one border between Java arrays and ND4J's off-heap ones: whole-row copies into and out of
 * contiguous float32 or float64 arrays, without an allocation per call.
 */
public final class HostArrays {

  private HostArrays() {}

  /**
   * Copies {@code rows} into the leading rows of {@code target} [B, ...] and fills the rest with 0.
   *
   * @throws IllegalArgumentException if there are more rows than B, or a row has another length
   */
  public static void write(float[][] rows, INDArray target) {
    int length = rowLength(target);
    requireFits(rows.length, target);
    for (float[] row : rows) {
      requireLength(row.length, length);
    }
    Pointer pointer = target.data().addressPointer();
    if (target.dataType() == DataType.FLOAT) {
      FloatPointer floats = new FloatPointer(pointer);
      float[] zeros = rows.length < target.size(0) ? new float[length] : null;
      for (int i = 0; i < target.size(0); i++) {
        floats.position((long) i * length).put(i < rows.length ? rows[i] : zeros);
      }
    } else {
      DoublePointer doubles = new DoublePointer(pointer);
      double[] copy = new double[length];
      for (long i = 0; i < target.size(0); i++) {
        for (int j = 0; j < length; j++) {
          copy[j] = i < rows.length ? rows[(int) i][j] : 0;
        }
        doubles.position(i * length).put(copy);
      }
    }
  }

  /** Copies a flat array into all of {@code target}, which must be contiguous and as long. */
  public static void write(float[] values, INDArray target) {
    requireLength(values.length, Math.toIntExact(target.length()));
    Pointer pointer = target.data().addressPointer();
    if (target.dataType() == DataType.FLOAT) {
      new FloatPointer(pointer).put(values);
    } else {
      double[] copy = new double[values.length];
      for (int i = 0; i < copy.length; i++) {
        copy[i] = values[i];
      }
      new DoublePointer(pointer).put(copy);
    }
  }

  /** The first {@code n} rows of {@code source} [B, ...], flattened, as float32. */
  public static float[][] rows(INDArray source, int n) {
    requireFits(n, source);
    int length = rowLength(source);
    float[][] rows = new float[n][length];
    Pointer pointer = source.data().addressPointer();
    if (source.dataType() == DataType.FLOAT) {
      FloatPointer floats = new FloatPointer(pointer);
      for (int i = 0; i < n; i++) {
        floats.position((long) i * length).get(rows[i]);
      }
    } else {
      DoublePointer doubles = new DoublePointer(pointer);
      double[] copy = new double[length];
      for (int i = 0; i < n; i++) {
        doubles.position((long) i * length).get(copy);
        for (int j = 0; j < length; j++) {
          rows[i][j] = (float) copy[j];
        }
      }
    }
    return rows;
  }

  /** Copies all of a contiguous float32 {@code source} into {@code target}, which is as long. */
  static void read(INDArray source, float[] target) {
    requireLength(target.length, Math.toIntExact(source.length()));
    if (source.dataType() != DataType.FLOAT) {
      throw new IllegalArgumentException("array must be of floats: " + source.dataType());
    }
    new FloatPointer(source.data().addressPointer()).get(target);
  }

  /** All of {@code source} as one flat float32 array. */
  public static float[] flat(INDArray source) {
    return rows(source.reshape('c', 1, source.length()), 1)[0];
  }

  private static int rowLength(INDArray array) {
    if (array.ordering() != 'c' && array.rank() > 1) {
      throw new IllegalArgumentException("array must be in c order: " + array.shapeInfoToString());
    }
    return Math.toIntExact(array.length() / array.size(0));
  }

  private static void requireFits(int rows, INDArray array) {
    if (rows > array.size(0)) {
      throw new IllegalArgumentException(
          "rows must be at most the batch of " + array.size(0) + ": " + rows);
    }
  }

  private static void requireLength(int actual, int expected) {
    if (actual != expected) {
      throw new IllegalArgumentException("row must have " + expected + " values: " + actual);
    }
  }
}
