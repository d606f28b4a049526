package io.retrievaldefense.rebuild;

import io.retrievaldefense.index.shard.IndexSchema;
import io.retrievaldefense.index.shard.ShardReceipt;
import io.retrievaldefense.index.shard.ShardSeries;
import io.retrievaldefense.index.storage.IndexFiles;
import java.io.IOException;
import java.util.Iterator;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/** A task: the rows of a partition as shards of limited size; receipts are its result. */
record WriteShards(
    String location,
    Broadcast<IndexSchema> schema,
    Broadcast<SerializableConfiguration> hadoop,
    int candidateBudget,
    LongAccumulator hashed)
    implements FlatMapFunction<Iterator<ExtractedImage>, ShardReceipt> {

  @Override
  public Iterator<ShardReceipt> call(Iterator<ExtractedImage> rows) throws IOException {
    IndexFiles files = IndexFiles.at(location, hadoop.value().value());
    try (ShardSeries shards =
        new ShardSeries(
            files, schema.value(), candidateBudget, ShardSeries.rowsPerShard(schema.value()))) {
      while (rows.hasNext()) {
        ExtractedImage row = rows.next();
        shards.add(row.id(), row.label(), row.projected(), row.feature());
        hashed.add(1);
      }
      return shards.finish().iterator();
    }
  }
}
