package io.retrievaldefense.index.shard;

import io.retrievaldefense.index.storage.CorruptIndexException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows in the order in which they came, in chunks, so that growing copies no vectors. */
final class RowBuffer {
  private static final int CHUNK_ROWS = 1024;

  private final int width;
  private final List<float[]> chunks = new ArrayList<>();
  private long[] ids = new long[CHUNK_ROWS];
  private int[] labels = new int[CHUNK_ROWS];
  private int rows;

  /**
   * @param width floats a row: h' and then h
   */
  RowBuffer(int width) {
    this.width = width;
  }

  int rows() {
    return rows;
  }

  void add(long id, int label, float[] projected, float[] feature) {
    if (rows == ids.length) {
      ids = Arrays.copyOf(ids, 2 * rows);
      labels = Arrays.copyOf(labels, 2 * rows);
    }
    if (rows % CHUNK_ROWS == 0) {
      chunks.add(new float[Math.multiplyExact(CHUNK_ROWS, width)]);
    }
    ids[rows] = id;
    labels[rows] = label;
    float[] chunk = chunk(rows);
    int offset = offset(rows);
    System.arraycopy(projected, 0, chunk, offset, projected.length);
    System.arraycopy(feature, 0, chunk, offset + projected.length, feature.length);
    rows++;
  }

  long id(int row) {
    return ids[row];
  }

  int label(int row) {
    return labels[row];
  }

  float[] chunk(int row) {
    return chunks.get(row / CHUNK_ROWS);
  }

  int offset(int row) {
    return row % CHUNK_ROWS * width;
  }

  /**
   * The rows in ascending order of id.
   *
   * @throws CorruptIndexException when an id occurs twice
   */
  int[] order(String file) throws CorruptIndexException {
    int[] order = sorted();
    for (int i = 1; i < rows; i++) {
      if (ids[order[i]] == ids[order[i - 1]]) {
        throw new CorruptIndexException(
            CorruptIndexException.Kind.DUPLICATE,
            file,
            "distinct ids",
            "id " + ids[order[i]] + " twice");
      }
    }
    return order;
  }

  private int[] sorted() {
    int[] from = new int[rows];
    Arrays.setAll(from, row -> row);
    if (inOrder()) {
      return from;
    }
    int[] to = new int[rows];
    for (long run = 1; run < rows; run *= 2) {
      for (long start = 0; start < rows; start += 2 * run) {
        int middle = (int) Math.min(start + run, rows);
        merge(from, to, (int) start, middle, (int) Math.min(start + 2 * run, rows));
      }
      int[] swap = from;
      from = to;
      to = swap;
    }
    return from;
  }

  /** Most sources number their rows themselves. */
  private boolean inOrder() {
    for (int row = 1; row < rows; row++) {
      if (ids[row] < ids[row - 1]) {
        return false;
      }
    }
    return true;
  }

  private void merge(int[] from, int[] to, int start, int middle, int end) {
    int left = start;
    int right = middle;
    for (int at = start; at < end; at++) {
      boolean takeLeft = right == end || (left < middle && ids[from[left]] <= ids[from[right]]);
      to[at] = takeLeft ? from[left++] : from[right++];
    }
  }
}
