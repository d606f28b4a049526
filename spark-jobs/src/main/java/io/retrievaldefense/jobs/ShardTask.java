package io.retrievaldefense.jobs;

import io.retrievaldefense.index.shard.IndexSchema;
import io.retrievaldefense.index.shard.ShardReceipt;
import io.retrievaldefense.index.shard.ShardSeries;
import io.retrievaldefense.index.storage.IndexFiles;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Writes the rows of a partition as shards of limited size, mostly one, and yields their receipts;
 * none for no rows.
 */
record ShardTask(
    String location,
    Broadcast<IndexSchema> schema,
    Broadcast<SerializableConfiguration> hadoop,
    int candidateBudget,
    int rowsPerShard,
    LongAccumulator hashed,
    LongAccumulator capped)
    implements FlatMapFunction<Iterator<Row>, ShardReceipt> {

  @Override
  public Iterator<ShardReceipt> call(Iterator<Row> rows) throws IOException {
    IndexFiles files = IndexFiles.at(location, hadoop.value().value());
    try (ShardSeries shards =
        new ShardSeries(files, schema.value(), candidateBudget, rowsPerShard)) {
      while (rows.hasNext()) {
        Row row = rows.next();
        shards.add(
            row.getLong(0),
            row.getInt(1),
            FeatureTable.floats(row, 3),
            FeatureTable.floats(row, 2));
        hashed.add(1);
      }
      List<ShardReceipt> receipts = shards.finish();
      receipts.forEach(shard -> capped.add(shard.buckets().capped()));
      return receipts.iterator();
    }
  }
}
