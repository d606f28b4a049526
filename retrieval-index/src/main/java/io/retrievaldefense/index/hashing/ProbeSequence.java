package io.retrievaldefense.index.hashing;

import java.util.Arrays;

/**
 * The buckets around a query's own in one table, likeliest first (query-directed multi-probe, Lv,
 * Josephson, Wang, Charikar and Li 2007, section 4.4): perturbation sets, each moving some of the k
 * values by one cell up or down, in ascending order of their summed squared distances to the
 * boundaries crossed. The empty set, the query's own bucket, comes first.
 *
 * <p>Sets are subsets of the 2k single moves sorted by score. A heap starts with {0}; each set
 * taken is replaced by its <em>shift</em> (largest element j becomes j + 1) and its
 * <em>expansion</em> (j + 1 joins), which generates every set once, never before a better one. Sets
 * that move a function both ways are skipped. Reusable by one thread.
 */
public final class ProbeSequence {
  private static final int INITIAL_CAPACITY = 64;

  private final int moves;
  private final int[] order;
  private final float[] scores;
  private final long[] steps;
  private final float[] unsorted;

  // The heap, by slot: a set is its last element and the slot of its prefix, so that taking one
  // allocates nothing. Slots are kept for the whole sequence because later sets refer to them.
  private int[] last;
  private int[] prefix;
  private float[] total;
  private long[] sum;
  private int slots;
  private int[] heap;
  private int heapSize;

  /**
   * @param functionsPerTable k
   */
  public ProbeSequence(int functionsPerTable) {
    if (functionsPerTable < 1) {
      throw new IllegalArgumentException(
          "functions per table must be at least 1: " + functionsPerTable);
    }
    moves = 2 * functionsPerTable;
    order = new int[moves];
    scores = new float[moves];
    steps = new long[moves];
    unsorted = new float[moves];
    last = new int[INITIAL_CAPACITY];
    prefix = new int[INITIAL_CAPACITY];
    total = new float[INITIAL_CAPACITY];
    sum = new long[INITIAL_CAPACITY];
    heap = new int[INITIAL_CAPACITY];
  }

  /**
   * Writes the key sums of the first probes of a table.
   *
   * @param tables the hash functions
   * @param query the hashed query
   * @param table which of the L tables
   * @param target receives key sums (see {@link HashTables#key}) from index 0 on
   * @param limit how many at most; at most the length of target
   * @return how many were written: fewer than limit when no set is left
   */
  public int generate(HashTables tables, HashedQuery query, int table, long[] target, int limit) {
    if (limit < 1 || limit > target.length) {
      throw new IllegalArgumentException(
          "probe limit must be between 1 and " + target.length + ": " + limit);
    }
    long base = tables.keySum(query, table);
    target[0] = base;
    if (limit == 1) {
      return 1;
    }
    sortMoves(tables, query, table);
    slots = 0;
    heapSize = 0;
    push(0, -1, scores[0], base + steps[0]);
    int written = 1;
    while (heapSize > 0 && written < limit) {
      int slot = pop();
      int element = last[slot];
      // A set with a function moved both ways stays invalid under expansion, not under shift.
      boolean valid = compatible(slot);
      if (valid) {
        target[written++] = sum[slot];
      }
      if (element + 1 < moves) {
        push(
            element + 1,
            prefix[slot],
            total[slot] - scores[element] + scores[element + 1],
            sum[slot] - steps[element] + steps[element + 1]);
        if (valid) {
          push(
              element + 1, slot, total[slot] + scores[element + 1], sum[slot] + steps[element + 1]);
        }
      }
    }
    return written;
  }

  /** Sorts the 2k moves by squared boundary distance; move 2j is j down, 2j + 1 is j up. */
  private void sortMoves(HashTables tables, HashedQuery query, int table) {
    int k = moves / 2;
    int first = table * k;
    for (int j = 0; j < k; j++) {
      float down = query.fraction(first + j);
      float up = 1 - down;
      unsorted[2 * j] = down * down;
      unsorted[2 * j + 1] = up * up;
    }
    for (int move = 0; move < moves; move++) {
      float score = unsorted[move];
      int at = move;
      while (at > 0 && scores[at - 1] > score) {
        scores[at] = scores[at - 1];
        order[at] = order[at - 1];
        at--;
      }
      scores[at] = score;
      order[at] = move;
    }
    for (int rank = 0; rank < moves; rank++) {
      long step = tables.step(table, order[rank] >> 1);
      steps[rank] = (order[rank] & 1) == 0 ? -step : step;
    }
  }

  private boolean compatible(int slot) {
    int opposite = order[last[slot]] ^ 1;
    for (int at = prefix[slot]; at >= 0; at = prefix[at]) {
      if (order[last[at]] == opposite) {
        return false;
      }
    }
    return true;
  }

  private void push(int element, int before, float score, long keySum) {
    if (slots == last.length) {
      int capacity = 2 * slots;
      last = Arrays.copyOf(last, capacity);
      prefix = Arrays.copyOf(prefix, capacity);
      total = Arrays.copyOf(total, capacity);
      sum = Arrays.copyOf(sum, capacity);
      heap = Arrays.copyOf(heap, capacity);
    }
    int slot = slots++;
    last[slot] = element;
    prefix[slot] = before;
    total[slot] = score;
    sum[slot] = keySum;
    int at = heapSize++;
    while (at > 0 && total[heap[(at - 1) / 2]] > score) {
      heap[at] = heap[(at - 1) / 2];
      at = (at - 1) / 2;
    }
    heap[at] = slot;
  }

  private int pop() {
    int top = heap[0];
    int moved = heap[--heapSize];
    float score = total[moved];
    int at = 0;
    int child = 1;
    while (child < heapSize) {
      if (child + 1 < heapSize && total[heap[child + 1]] < total[heap[child]]) {
        child++;
      }
      if (total[heap[child]] >= score) {
        break;
      }
      heap[at] = heap[child];
      at = child;
      child = 2 * at + 1;
    }
    heap[at] = moved;
    return top;
  }
}
