package io.retrievaldefense.index.query;

import java.util.Arrays;

/**
 * In which order an opened index keeps its rows in memory. A <em>position</em> is a place in that
 * order, a row the number over all shards. The order decides speed alone: what is near in space is
 * near in memory, and what a query touches is in few pages.
 */
final class RowOrder {
  private final ShardSet shards;
  private final int[] rows;

  private RowOrder(ShardSet shards, int[] rows) {
    this.shards = shards;
    this.rows = rows;
  }

  /** All rows as they are stored, deleted ones among them: nothing on the heap. */
  static RowOrder stored(ShardSet shards) {
    return new RowOrder(shards, null);
  }

  /** The live rows, near ones together; 4 bytes on the heap for each. */
  static RowOrder near(ShardSet shards, int dimension, OpeningProgress progress) {
    return new RowOrder(shards, new RowSorter(shards, dimension, progress).sort());
  }

  /** How many positions. */
  int size() {
    return rows == null ? shards.rows() : rows.length;
  }

  /** The row at a position. */
  int row(int position) {
    return rows == null ? position : rows[position];
  }

  /** The id of the row at a position. */
  long id(int position) {
    return shards.id(row(position));
  }

  /** Whether the row at a position is deleted. */
  boolean isDead(int position) {
    return rows == null && shards.isDead(position);
  }

  /** The position of each row, by row; -1 for deleted ones. */
  int[] positions() {
    int[] positions = new int[shards.rows()];
    Arrays.fill(positions, -1);
    for (int position = 0; position < size(); position++) {
      if (!isDead(position)) {
        positions[row(position)] = position;
      }
    }
    return positions;
  }
}
