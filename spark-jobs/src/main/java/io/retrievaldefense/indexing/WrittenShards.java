package io.retrievaldefense.indexing;

import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.IndexSchema;
import io.retrievaldefense.index.shard.ShardReader;
import io.retrievaldefense.index.shard.ShardReceipt;
import io.retrievaldefense.index.shard.Verification;
import io.retrievaldefense.index.storage.IndexException;
import io.retrievaldefense.index.storage.IndexFiles;
import io.retrievaldefense.pipeline.SharedFolder;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/** Shards that executors have written and nobody has committed yet. */
public final class WrittenShards {
  private WrittenShards() {}

  /**
   * Refuses a path that is each machine's own, which would give a snapshot of shards that no reader
   * finds.
   *
   * @param store the index, as the driver sees it
   * @param written receipts of the shards
   * @throws io.retrievaldefense.config.BadInputException when the driver does not see them all
   */
  public static void requireSeen(IndexStore store, List<ShardReceipt> written) throws IOException {
    Set<String> found = new HashSet<>(store.files().list("shards"));
    long seen = written.stream().filter(shard -> found.contains(shard.name())).count();
    SharedFolder.requireSeen("index", "shards", seen, written.size(), store.files().location());
  }

  /**
   * Reads every byte back, on executors: an index may be larger than one machine should read.
   *
   * @param spark whose executors read
   * @param store the index
   * @param schema of the shards
   * @param written receipts of the shards
   * @throws IndexException of the first that is damaged, as whoever reads it here would get it
   * @throws io.retrievaldefense.config.BadInputException when the driver does not see them all
   */
  public static void verify(
      JavaSparkContext spark, IndexStore store, IndexSchema schema, List<ShardReceipt> written)
      throws IOException {
    if (written.isEmpty()) {
      return;
    }
    requireSeen(store, written);
    String location = store.files().location();
    Broadcast<IndexSchema> sharedSchema = spark.broadcast(schema);
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    List<IndexException> damages =
        spark
            .parallelize(written, written.size())
            .flatMap(
                shard ->
                    damage(
                            IndexFiles.at(location, hadoop.value().value()),
                            shard,
                            sharedSchema.value())
                        .stream()
                        .iterator())
            .collect();
    if (!damages.isEmpty()) {
      throw damages.get(0);
    }
  }

  /** As a value: what a task throws is tried again, and comes back as the failure of a job. */
  private static Optional<IndexException> damage(
      IndexFiles files, ShardReceipt shard, IndexSchema schema) throws IOException {
    try {
      ShardReader.open(files, shard, schema, Verification.CONTENT);
      return Optional.empty();
    } catch (IndexException e) {
      return Optional.of(e);
    }
  }
}
