package io.retrievaldefense.index.lifecycle;

import io.retrievaldefense.index.shard.ShardReader;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The rows of several shards in ascending order of id; each shard is sorted already. */
final class RowMerge {
  /** A row of one of the shards. */
  record Row(ShardReader shard, int row) {
    long id() {
      return shard.id(row);
    }
  }

  private final PriorityQueue<Row> heads = new PriorityQueue<>(Comparator.comparingLong(Row::id));

  RowMerge(List<ShardReader> shards) {
    for (ShardReader shard : shards) {
      heads.add(new Row(shard, 0));
    }
  }

  /** The next row, or null at the end. */
  Row next() {
    Row row = heads.poll();
    if (row != null && row.row() + 1 < row.shard().rows()) {
      heads.add(new Row(row.shard(), row.row() + 1));
    }
    return row;
  }
}
