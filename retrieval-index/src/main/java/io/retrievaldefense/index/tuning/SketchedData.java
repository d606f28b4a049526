package io.retrievaldefense.index.tuning;

import io.retrievaldefense.index.hashing.HashParameters;
import io.retrievaldefense.index.hashing.SignSketch;
import io.retrievaldefense.index.hashing.SketchQuery;
import io.retrievaldefense.index.projection.Scaling;

/** The sign sketches of a tuning's data: the same for every choice of hash functions. */
final class SketchedData {
  private final long[][] rows;
  private final SketchQuery[] queries;
  private final long[][][] neighbors;

  /**
   * @param data to sketch
   * @param parameters the sketch's length and seed
   * @param scaling of the data
   */
  SketchedData(TuningData data, HashParameters parameters, Scaling scaling) {
    SignSketch sketch = new SignSketch(parameters, scaling.dimension());
    rows = sketches(sketch, scaling, data.sample());
    queries = queries(sketch, scaling, data.queries());
    neighbors = new long[queries.length][][];
    for (int q = 0; q < queries.length; q++) {
      neighbors[q] = sketches(sketch, scaling, data.neighbors()[q]);
    }
  }

  private static SketchQuery[] queries(SignSketch sketch, Scaling scaling, float[][] vectors) {
    float[] scaled = new float[scaling.dimension()];
    SketchQuery[] queries = new SketchQuery[vectors.length];
    for (int q = 0; q < vectors.length; q++) {
      queries[q] = new SketchQuery(sketch.words() * Long.SIZE);
      if (sketch.words() > 0) {
        scaling.apply(vectors[q], scaled);
        sketch.sketch(scaled, queries[q]);
      }
    }
    return queries;
  }

  private static long[][] sketches(SignSketch sketch, Scaling scaling, float[][] vectors) {
    float[] scaled = new float[scaling.dimension()];
    float[] sums = new float[sketch.words() * Long.SIZE];
    long[][] sketches = new long[vectors.length][sketch.words()];
    for (int i = 0; i < vectors.length; i++) {
      scaling.apply(vectors[i], scaled);
      sketch.sketch(scaled, sums, sketches[i], 0);
    }
    return sketches;
  }

  /** The greatest distance there is. */
  int farthest() {
    return SketchQuery.GREATEST_WEIGHT * queries[0].words() * Long.SIZE;
  }

  /** Distance by the first words; 0 without sketches. */
  int firstToRow(int query, int row) {
    return first(queries[query], rows[row]);
  }

  /** Distance by the whole sketches. */
  int toRow(int query, int row) {
    return queries[query].distance(rows[row], 0);
  }

  /** As {@link #firstToRow}, of the query's neighbour. */
  int firstToNeighbor(int query, int neighbor) {
    return first(queries[query], neighbors[query][neighbor]);
  }

  /** As {@link #toRow}, of the query's neighbour. */
  int toNeighbor(int query, int neighbor) {
    return queries[query].distance(neighbors[query][neighbor], 0);
  }

  private static int first(SketchQuery query, long[] sketch) {
    return sketch.length == 0 ? 0 : query.distance(0, sketch[0]);
  }
}
