package io.retrievaldefense.index.hashing;

import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * Which perturbation sets to probe, computed once for all queries (Lv et al. 2007, section 4.5,
 * "Reducing the overhead of perturbation sequence generation"). Of the 2k single moves, sorted by
 * distance to the boundary that each crosses, the j-th has the expected squared distance, in units
 * of w,
 *
 * <pre>
 *   E[z_j^2] = j (j + 1) / (4 (k + 1) (k + 2))                            for j at most k
 *   E[z_j^2] = 1 - m / (k + 1) + m (m + 1) / (4 (k + 1) (k + 2)), m = 2k + 1 - j    beyond
 * </pre>
 *
 * and ranks j and 2k + 1 - j always move the same function, one down and one up. Sets of ranks are
 * listed in ascending order of their summed expectations, without those that move a function both
 * ways. A set is its {@link #prefix}, an earlier set, and one more {@link #rank}: its key sum costs
 * one addition.
 */
final class ProbeTemplate {
  private final int[] prefixes;
  private final int[] ranks;

  /**
   * @param functionsPerTable k
   * @param limit sets at most, the empty set included; fewer when there are no more
   */
  ProbeTemplate(int functionsPerTable, int limit) {
    double[] scores = expectedScores(functionsPerTable);
    int[] prefix = new int[Math.min(limit, 64)];
    int[] rank = new int[prefix.length];
    prefix[0] = -1;
    rank[0] = -1;
    int size = 1;
    PriorityQueue<Next> queue = new PriorityQueue<>();
    queue.add(new Next(scores[0], 0, 0, 0));
    // Every set once and never before a better one: the set taken makes way for its shift (the
    // last rank moves on) and its expansion (the following rank joins).
    while (size < limit && !queue.isEmpty()) {
      Next next = queue.poll();
      boolean valid = !contains(prefix, rank, next.prefix, scores.length - 1 - next.rank);
      if (valid) {
        if (size == prefix.length) {
          int capacity = (int) Math.min(limit, 2L * size);
          prefix = Arrays.copyOf(prefix, capacity);
          rank = Arrays.copyOf(rank, capacity);
        }
        prefix[size] = next.prefix;
        rank[size] = next.rank;
        size++;
      }
      if (next.rank + 1 < scores.length) {
        double step = scores[next.rank + 1];
        double before = next.before;
        queue.add(new Next(before + step, before, next.prefix, next.rank + 1));
        if (valid) {
          queue.add(new Next(next.score + step, next.score, size - 1, next.rank + 1));
        }
      }
    }
    prefixes = Arrays.copyOf(prefix, size);
    ranks = Arrays.copyOf(rank, size);
  }

  /** E[z_j^2] of the 2k ranks from 0. */
  static double[] expectedScores(int k) {
    double[] scores = new double[2 * k];
    double quarter = 4.0 * (k + 1) * (k + 2);
    for (int rank = 0; rank < scores.length; rank++) {
      int j = rank + 1;
      int m = 2 * k + 1 - j;
      scores[rank] =
          j <= k
              ? j * (j + 1) / quarter
              : 1 - (double) m / (k + 1) + (double) m * (m + 1) / quarter;
    }
    return scores;
  }

  private static boolean contains(int[] prefix, int[] rank, int set, int wanted) {
    for (int at = set; at > 0; at = prefix[at]) {
      if (rank[at] == wanted) {
        return true;
      }
    }
    return false;
  }

  /** How many sets, the empty one included. */
  int size() {
    return prefixes.length;
  }

  /** The set without its last rank; the empty set is number 0. */
  int prefix(int set) {
    return prefixes[set];
  }

  /** The last rank of a set, from 0; of the empty set -1. */
  int rank(int set) {
    return ranks[set];
  }

  /** Writes the key sum of every set up to {@code limit}, given those of the single moves. */
  void sums(long base, long[] steps, long[] target, int limit) {
    target[0] = base;
    for (int set = 1; set < limit; set++) {
      target[set] = target[prefixes[set]] + steps[ranks[set]];
    }
  }

  /**
   * A set that comes up.
   *
   * @param score expected, of the whole set
   * @param before of the set without its last rank
   * @param prefix number of that set
   * @param rank the last
   */
  private record Next(double score, double before, int prefix, int rank)
      implements Comparable<Next> {
    @Override
    public int compareTo(Next other) {
      int order = Double.compare(score, other.score);
      order = order != 0 ? order : Integer.compare(prefix, other.prefix);
      return order != 0 ? order : Integer.compare(rank, other.rank);
    }
  }
}
