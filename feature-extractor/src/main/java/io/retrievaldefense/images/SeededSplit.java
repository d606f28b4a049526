package io.retrievaldefense.images;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Chooses disjoint subsets of ids by seed. Ids are put in the order of a hash of (seed, id) and cut
 * into consecutive slices, so that the choice depends on the set of ids alone: neither on the order
 * they come in nor on how the data is partitioned.
 */
public final class SeededSplit {

  private SeededSplit() {}

  private record Ranked(double rank, long hash, long id) implements Comparable<Ranked> {
    @Override
    public int compareTo(Ranked other) {
      int byRank = Double.compare(rank, other.rank);
      int byHash = byRank != 0 ? byRank : Long.compare(hash, other.hash);
      return byHash != 0 ? byHash : Long.compare(id, other.id);
    }
  }

  /**
   * Subsets that do not look at labels.
   *
   * @param seed decides which
   * @param ids all ids, without repetition
   * @param counts how many each subset is to have, at least 0, in all no more than there are
   * @return a subset per count, each ascending
   */
  public static List<long[]> disjoint(long seed, long[] ids, int... counts) {
    Ranked[] ranked = new Ranked[ids.length];
    for (int i = 0; i < ids.length; i++) {
      ranked[i] = new Ranked(0, SplitMix.hash(seed, ids[i]), ids[i]);
    }
    return slices(ranked, counts);
  }

  /**
   * Subsets in each of which every class has its share of the whole, give or take one.
   *
   * @param seed decides which
   * @param ids all ids, without repetition
   * @param labels the class of each id
   * @param counts how many each subset is to have, at least 0, in all no more than there are
   * @return a subset per count, each ascending
   */
  public static List<long[]> stratified(long seed, long[] ids, int[] labels, int... counts) {
    if (labels.length != ids.length) {
      throw new IllegalArgumentException(
          "labels must be one per id: %d labels, %d ids".formatted(labels.length, ids.length));
    }
    Map<Integer, List<Ranked>> classes = new TreeMap<>();
    for (int i = 0; i < ids.length; i++) {
      classes
          .computeIfAbsent(labels[i], label -> new ArrayList<>())
          .add(new Ranked(0, SplitMix.hash(seed, ids[i]), ids[i]));
    }
    // The r-th of n of its class stands at (r + 1/2) / n, so every stretch holds all in proportion.
    List<Ranked> ranked = new ArrayList<>(ids.length);
    for (List<Ranked> members : classes.values()) {
      members.sort(null);
      for (int r = 0; r < members.size(); r++) {
        Ranked member = members.get(r);
        ranked.add(new Ranked((r + 0.5) / members.size(), member.hash(), member.id()));
      }
    }
    return slices(ranked.toArray(Ranked[]::new), counts);
  }

  private static List<long[]> slices(Ranked[] ranked, int... counts) {
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
