package io.retrievaldefense.images;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Chooses disjoint subsets of ids by seed. Ids are put in the order of a hash of (seed, id) and cut
 * into consecutive slices, so that the choice depends on the set of ids alone: neither on the order
 * they come in nor on how the data is partitioned.
 */
public final class SeededSplit {

  private SeededSplit() {}

  private record Ranked(long hash, long id) implements Comparable<Ranked> {
    @Override
    public int compareTo(Ranked other) {
      int byHash = Long.compare(hash, other.hash);
      return byHash != 0 ? byHash : Long.compare(id, other.id);
    }
  }

  /**
   * Draws subsets; labels are not looked at.
   *
   * @param seed decides which
   * @param ids all ids, without repetition
   * @param counts how many each subset is to have, at least 0, in all no more than there are
   * @return a subset per count, each ascending
   */
  public static List<long[]> disjoint(long seed, long[] ids, int... counts) {
    Ranked[] ranked = new Ranked[ids.length];
    for (int i = 0; i < ids.length; i++) {
      ranked[i] = new Ranked(SplitMix.hash(seed, ids[i]), ids[i]);
    }
    requireDistinct(ranked);
    long total = 0;
    for (int count : counts) {
      if (count < 0) {
        throw new IllegalArgumentException("subset size must be at least 0: " + count);
      }
      total += count;
    }
    if (total > ranked.length) {
      throw new IllegalArgumentException(
          "subsets must need no more than there are: %d of %d".formatted(total, ranked.length));
    }
    Arrays.sort(ranked);
    List<long[]> subsets = new ArrayList<>();
    int from = 0;
    for (int count : counts) {
      long[] subset = new long[count];
      for (int i = 0; i < count; i++) {
        subset[i] = ranked[from + i].id();
      }
      Arrays.sort(subset);
      subsets.add(subset);
      from += count;
    }
    return subsets;
  }

  private static void requireDistinct(Ranked[] ranked) {
    long[] sorted = Arrays.stream(ranked).mapToLong(Ranked::id).sorted().toArray();
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] == sorted[i - 1]) {
        throw new IllegalArgumentException("ids must not repeat: " + sorted[i]);
      }
    }
  }
}
