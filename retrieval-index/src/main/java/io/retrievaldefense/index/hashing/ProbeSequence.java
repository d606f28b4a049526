package io.retrievaldefense.index.hashing;

/**
 * The buckets around a query's own in one table, likeliest first (query-directed multi-probe, Lv,
 * Josephson, Wang, Charikar and Li 2007, section 4.5): perturbation sets, each moving some of the k
 * values by one cell up or down, by a template over the moves as sorted by distance to the
 * boundaries that they cross. The empty set, the query's own bucket, comes first.
 *
 * <p>The template ranks sets by expected distances (see {@link ProbeTemplate}) instead of this
 * query's own, which would need a heap (section 4.4). Reusable by one thread.
 */
public final class ProbeSequence {
  private final int functions;
  private final float[] distances;
  private final int[] order;
  private final long[] steps;
  private ProbeTemplate template;
  private int templateLimit;

  /**
   * @param functionsPerTable k
   */
  public ProbeSequence(int functionsPerTable) {
    if (functionsPerTable < 1) {
      throw new IllegalArgumentException(
          "functions per table must be at least 1: " + functionsPerTable);
    }
    functions = functionsPerTable;
    distances = new float[functions];
    order = new int[functions];
    steps = new long[2 * functions];
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
    if (limit > templateLimit) {
      template = new ProbeTemplate(functions, limit);
      templateLimit = limit;
    }
    int count = Math.min(limit, template.size());
    if (count > 1) {
      sortMoves(tables, query, table);
    }
    template.sums(tables.keySum(query, table), steps, target, count);
    return count;
  }

  /** Sorts functions by their nearer boundary; the farther ones follow in the opposite order. */
  private void sortMoves(HashTables tables, HashedQuery query, int table) {
    int first = table * functions;
    for (int j = 0; j < functions; j++) {
      float down = query.fractions[first + j];
      float distance = Math.min(down, 1 - down);
      int at = j;
      while (at > 0 && distances[at - 1] > distance) {
        distances[at] = distances[at - 1];
        order[at] = order[at - 1];
        at--;
      }
      distances[at] = distance;
      order[at] = j;
    }
    for (int rank = 0; rank < functions; rank++) {
      int j = order[rank];
      long up = tables.step(table, j);
      long nearer = query.fractions[first + j] < 0.5f ? -up : up;
      steps[rank] = nearer;
      steps[2 * functions - 1 - rank] = -nearer;
    }
  }
}
