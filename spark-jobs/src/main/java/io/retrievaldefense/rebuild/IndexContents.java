package io.retrievaldefense.rebuild;

import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.DeletionFile;
import io.retrievaldefense.index.shard.DeletionReceipt;
import io.retrievaldefense.index.shard.IndexSchema;
import io.retrievaldefense.index.shard.ShardReader;
import io.retrievaldefense.index.shard.ShardReceipt;
import io.retrievaldefense.index.shard.Verification;
import io.retrievaldefense.index.storage.IndexFiles;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Which ids a snapshot holds.
 *
 * @param live those that are found
 * @param deleted those that its shards still hold
 */
record IndexContents(Set<Long> live, Set<Long> deleted) {

  /** Shards are read where they are searched, on executors; ids alone come to the driver. */
  static IndexContents read(JavaSparkContext spark, IndexStore store, IndexManifest manifest)
      throws IOException {
    Set<Long> deleted = new HashSet<>();
    for (DeletionReceipt deletion : manifest.deletions()) {
      for (long id : DeletionFile.read(store.files(), deletion)) {
        deleted.add(id);
      }
    }
    String location = store.files().location();
    IndexSchema schema = manifest.schema();
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    Set<Long> live = new HashSet<>();
    spark
        .parallelize(manifest.shards(), Math.max(1, manifest.shards().size()))
        .map(shard -> ids(IndexFiles.at(location, hadoop.value().value()), shard, schema))
        .collect()
        .forEach(ids -> Arrays.stream(ids).forEach(live::add));
    live.removeAll(deleted);
    return new IndexContents(live, deleted);
  }

  private static long[] ids(IndexFiles files, ShardReceipt receipt, IndexSchema schema)
      throws IOException {
    ShardReader shard = ShardReader.open(files, receipt, schema, Verification.STRUCTURE);
    return IntStream.range(0, shard.rows()).mapToLong(shard::id).toArray();
  }
}
