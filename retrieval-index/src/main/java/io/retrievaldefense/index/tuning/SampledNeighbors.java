package io.retrievaldefense.index.tuning;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which rows of a tuning's sample are also neighbours of its queries. A neighbour stands for itself
 * alone, so that such a row must not stand for others, too; the other rows of the sample stand for
 * the other rows of the whole.
 */
final class SampledNeighbors {
  private final TuningData data;
  private final BitSet[] rows;

  SampledNeighbors(TuningData data) {
    this.data = data;
    Map<FloatBuffer, List<Integer>> byVector = new HashMap<>();
    for (int row = 0; row < data.sample().length; row++) {
      byVector
          .computeIfAbsent(FloatBuffer.wrap(data.sample()[row]), vector -> new ArrayList<>())
          .add(row);
    }
    rows = new BitSet[data.queries().length];
    for (int q = 0; q < rows.length; q++) {
      rows[q] = new BitSet();
      for (float[] neighbor : data.neighbors()[q]) {
        byVector.getOrDefault(FloatBuffer.wrap(neighbor), List.of()).forEach(rows[q]::set);
      }
    }
  }

  /** Whether a row of the sample is one of a query's neighbours. */
  boolean contains(int query, int row) {
    return rows[query].get(row);
  }

  /** How many rows of the whole, other than a query's neighbours, each of the sample stands for. */
  double growth(int query) {
    int others = data.sample().length - rows[query].cardinality();
    long wholeOthers = data.totalRows() - data.neighbors()[query].length;
    return others == 0 ? 0 : (double) Math.max(0, wholeOthers) / others;
  }
}
