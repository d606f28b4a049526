package io.retrievaldefense.index.query;

import io.retrievaldefense.index.hashing.HashedQuery;
import io.retrievaldefense.index.hashing.SignSketch;
import java.util.Arrays;

/**
 * Screens candidates by the Hamming distance of sign sketches. The outcome depends on distances
 * alone: all candidates at the bounding distance stay, whatever their number or order.
 */
final class SketchFilter {
  private final BucketLookup lookup;
  private final SignSketch sketch;
  private final float[] sums;
  private final long[] query;
  private final int[] histogram;
  private int[] distances = new int[1024];

  SketchFilter(BucketLookup lookup, SignSketch sketch) {
    this.lookup = lookup;
    this.sketch = sketch;
    query = new long[sketch.words()];
    sums = new float[sketch.words() * Long.SIZE];
    histogram = new int[sums.length + 1];
  }

  /**
   * The least Hamming distance within which at least {@code limit} candidates lie.
   *
   * @return {@link Integer#MAX_VALUE} when there are no sketches to screen by
   */
  int bound(HashedQuery hashed, CandidateSet candidates, int limit) {
    if (query.length == 0) {
      return Integer.MAX_VALUE;
    }
    sketch.sketch(hashed.scaled(), sums, query, 0);
    if (distances.length < candidates.size()) {
      distances = new int[2 * candidates.size()];
    }
    Arrays.fill(histogram, 0);
    lookup.sketchDistances(query, candidates, distances, histogram);
    int within = 0;
    for (int distance = 0; distance < histogram.length; distance++) {
      within += histogram[distance];
      if (within >= limit) {
        return distance;
      }
    }
    return Integer.MAX_VALUE;
  }

  /** The Hamming distance of the candidate at a position, after {@link #bound}. */
  int distance(int i) {
    return distances[i];
  }
}
