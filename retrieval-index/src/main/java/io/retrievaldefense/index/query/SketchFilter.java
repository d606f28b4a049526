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
  private final RowOrder order;
  private final CandidateSet block;
  private final SketchQuery query;
  private final int[] histogram;
  private int[] distances = new int[1024];

  SketchFilter(BucketLookup lookup, SignSketch sketch, RowOrder order) {
    this.lookup = lookup;
    this.sketch = sketch;
    this.order = order;
    block = new CandidateSet(order);
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
    if (present() && candidates.size() > limit) {
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
    count(candidates);
    return histogram;
  }

  /** As {@link #counts}, of all live rows, of which a block is held at a time. */
  int[] countsOfAll() {
    Arrays.fill(histogram, 0);
    for (int next = 0; next < order.size(); ) {
      next = block.fill(next);
      count(block);
    }
    return histogram;
  }

  private void count(CandidateSet candidates) {
    int size = candidates.size();
    if (!present()) {
      histogram[0] += size;
      return;
    }
    measure(candidates);
    for (int i = 0; i < size; i++) {
      histogram[distances[i]]++;
    }
  }

  private void measure(CandidateSet candidates) {
    if (distances.length < candidates.size()) {
      distances = new int[ArrayLengths.grown(distances.length, candidates.size())];
    }
    lookup.sketchDistances(query, candidates, distances);
  }

  /** Keeps the candidates within a distance, after {@link #counts}. */
  void keepWithin(CandidateSet candidates, int bound) {
    if (present()) {
      candidates.keepWithin(distances, bound);
    }
  }

  /**
   * Makes the candidates all live rows within a distance: what {@link #keepWithin} leaves of all
   * rows, of which no more than these and a block are held. There must be sketches.
   */
  void keepOfAll(CandidateSet candidates, int bound) {
    candidates.finish(0);
    for (int next = 0; next < order.size(); ) {
      next = block.fill(next);
      measure(block);
      candidates.addWithin(block, distances, bound);
    }
  }
}
