package io.retrievaldefense.index.tuning;

import io.retrievaldefense.index.hashing.HashParameters;
import io.retrievaldefense.index.hashing.HashTables;
import io.retrievaldefense.index.hashing.HashedQuery;
import io.retrievaldefense.index.hashing.ProbeSequence;
import io.retrievaldefense.index.projection.Scaling;
import java.util.Arrays;

/**
 * The tables of one choice of hash functions over the sample, and which of them hold the queries'
 * neighbours. Answers what a query meets as more and more buckets are probed.
 */
final class HashTrial {
  private final TuningData data;
  private final HashTables tables;
  private final HashedQuery hashed;
  private final ProbeSequence sequence;

  /** [L][rows]: key, sign bit flipped, in the upper half and row in the lower; ascending. */
  private final long[][] entries;

  /** [queries][neighbors][L] */
  private final int[][][] neighborKeys;

  private final int[] stamps;
  private int stamp;

  HashTrial(TuningData data, HashParameters parameters, Scaling scaling) {
    this.data = data;
    tables = new HashTables(parameters, scaling);
    hashed = tables.hash(data.queries()[0]);
    sequence = new ProbeSequence(parameters.functionsPerTable());
    stamps = new int[data.sample().length];
    entries = new long[parameters.tables()][data.sample().length];
    for (int row = 0; row < data.sample().length; row++) {
      int[] keys = keys(data.sample()[row]);
      for (int table = 0; table < keys.length; table++) {
        entries[table][row] = flipped(keys[table]) << Integer.SIZE | row;
      }
    }
    for (long[] table : entries) {
      Arrays.sort(table);
    }
    neighborKeys = new int[data.queries().length][][];
    for (int q = 0; q < neighborKeys.length; q++) {
      float[][] neighbors = data.neighbors()[q];
      neighborKeys[q] = new int[neighbors.length][];
      for (int j = 0; j < neighbors.length; j++) {
        neighborKeys[q][j] = keys(neighbors[j]);
      }
    }
  }

  private int[] keys(float[] vector) {
    tables.hash(vector, hashed);
    int[] keys = new int[tables.parameters().tables()];
    for (int table = 0; table < keys.length; table++) {
      keys[table] = HashTables.key(tables.keySum(hashed, table));
    }
    return keys;
  }

  /** As unsigned numbers are sorted. */
  private static long flipped(int key) {
    return key ^ Integer.MIN_VALUE;
  }

  /** What a query has met so far; all different. */
  interface Meeting {
    /** A row of the sample, met again or for the first time. */
    void row(int row, boolean again);

    /** One of the query's neighbours, maybe again. */
    void neighbor(int neighbor);

    /** So many buckets were looked into in each table. */
    void probed(int probesPerTable, int buckets);
  }

  /**
   * Looks into more and more buckets.
   *
   * @param query which
   * @param probes per table, ascending: where to stop and look
   */
  void ask(int query, int[] probes, Meeting meeting) {
    tables.hash(data.queries()[query], hashed);
    stamp++;
    int most = probes[probes.length - 1];
    long[][] keySums = new long[entries.length][most];
    int[] counts = new int[entries.length];
    for (int table = 0; table < entries.length; table++) {
      counts[table] = sequence.generate(tables, hashed, table, keySums[table], most);
    }
    int done = 0;
    int buckets = 0;
    for (int limit : probes) {
      for (int table = 0; table < entries.length; table++) {
        for (int probe = done; probe < Math.min(limit, counts[table]); probe++) {
          look(query, table, HashTables.key(keySums[table][probe]), meeting);
          buckets++;
        }
      }
      done = limit;
      meeting.probed(limit, buckets);
    }
  }

  private void look(int query, int table, int key, Meeting meeting) {
    int[][] neighbors = neighborKeys[query];
    for (int j = 0; j < neighbors.length; j++) {
      if (neighbors[j][table] == key) {
        meeting.neighbor(j);
      }
    }
    long[] sorted = entries[table];
    int found = Arrays.binarySearch(sorted, flipped(key) << Integer.SIZE);
    // The least entry of a key is that of its lowest row, which need not be row 0.
    for (int at = found < 0 ? -found - 1 : found;
        at < sorted.length && sorted[at] >> Integer.SIZE == flipped(key);
        at++) {
      int row = (int) sorted[at];
      meeting.row(row, stamps[row] == stamp);
      stamps[row] = stamp;
    }
  }
}
