package io.retrievaldefense.jobs;

import io.retrievaldefense.index.shard.IndexSchema;
import io.retrievaldefense.index.shard.ShardReceipt;
import io.retrievaldefense.index.shard.ShardWriter;
import io.retrievaldefense.index.storage.IndexFiles;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/** Writes the rows of a partition as one shard and yields its receipt; none for no rows. */
record ShardTask(
    String location,
    Broadcast<IndexSchema> schema,
    Broadcast<SerializableConfiguration> hadoop,
    int candidateBudget,
    LongAccumulator hashed,
    LongAccumulator capped)
    implements FlatMapFunction<Iterator<Row>, ShardReceipt> {

  @Override
  public Iterator<ShardReceipt> call(Iterator<Row> rows) throws IOException {
    ShardWriter writer =
        new ShardWriter(
            IndexFiles.at(location, hadoop.value().value()), schema.value(), candidateBudget);
    while (rows.hasNext()) {
      Row row = rows.next();
      writer.add(
          row.getLong(0), row.getInt(1), FeatureTable.floats(row, 3), FeatureTable.floats(row, 2));
      hashed.add(1);
    }
    Optional<ShardReceipt> receipt = writer.finish();
    receipt.ifPresent(shard -> capped.add(shard.buckets().capped()));
    return receipt.stream().iterator();
  }
}
