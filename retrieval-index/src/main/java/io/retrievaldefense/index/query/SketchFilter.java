package io.retrievaldefense.index.query;

import io.retrievaldefense.index.hashing.HashedQuery;
import io.retrievaldefense.index.hashing.SignSketch;
import io.retrievaldefense.index.hashing.SketchQuery;
import java.util.Arrays;

/**
 * Screens candidates by the distances of their sketches. The outcome depends on distances alone:
 * all candidates at the bounding distance stay, whatever their number or order.
 */
final class SketchFilter {
  private final BucketLookup lookup;
  private final SignSketch sketch;
  private final SketchQuery query;
  private final int[] histogram;
  private int[] distances = new int[1024];

  SketchFilter(BucketLookup lookup, SignSketch sketch) {
    this.lookup = lookup;
    this.sketch = sketch;
    query = new SketchQuery(sketch.words() * Long.SIZE);
    histogram = new int[SketchQuery.GREATEST_WEIGHT * sketch.words() * Long.SIZE + 1];
  }

  /** Takes a query's sketch and returns it. */
  SketchQuery take(HashedQuery hashed) {
    if (present()) {
      sketch.sketch(hashed.scaled(), query);
    }
    return query;
  }

  /** Whether there is anything to screen by. */
  boolean present() {
    return query.words() > 0;
  }

  /**
   * Keeps the candidates within the least distance within which at least {@code limit} lie; all of
   * them when there are no sketches to screen by.
   */
  void screen(CandidateSet candidates, int limit) {
    if (query.words() > 0 && candidates.size() > limit) {
      int bound = ScreenCounts.bound(counts(candidates), limit);
      candidates.keepWithin(distances, bound);
    }
  }

  /**
   * How many candidates lie at each distance, all at 0 when there are no sketches; the array is
   * this object's own.
   */
  int[] counts(CandidateSet candidates) {
    Arrays.fill(histogram, 0);
    int size = candidates.size();
    if (query.words() == 0) {
      histogram[0] = size;
      return histogram;
    }
    if (distances.length < size) {
      distances = new int[2 * size];
    }
    lookup.sketchDistances(query, candidates, distances);
    for (int i = 0; i < size; i++) {
      histogram[distances[i]]++;
    }
    return histogram;
  }

  /** Keeps the candidates within a distance, after {@link #counts}. */
  void keepWithin(CandidateSet candidates, int bound) {
    if (query.words() > 0) {
      candidates.keepWithin(distances, bound);
    }
  }
}
