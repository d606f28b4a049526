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
import java.io.Serializable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Which ids a snapshot holds.
 *
 * @param live labels by id of those that are found
 * @param deleted those that its shards still hold
 */
record IndexContents(Map<Long, Integer> live, Set<Long> deleted) {

  /** Ids and labels of a shard. */
  private record Rows(long[] ids, int[] labels) implements Serializable {}

  /**
   * Whether an image has the label that its folder has now: another class folder moves the labels
   * of those behind it.
   */
  boolean isLabelledAs(ImageCatalogue catalogue) {
    return catalogue.images().values().stream()
        .allMatch(image -> live.getOrDefault(image.id(), image.label()) == image.label());
  }

  /** Shards are read where they are searched, on executors; ids and labels come to the driver. */
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
    Map<Long, Integer> live = new HashMap<>();
    spark
        .parallelize(manifest.shards(), Math.max(1, manifest.shards().size()))
        .map(shard -> rows(IndexFiles.at(location, hadoop.value().value()), shard, schema))
        .collect()
        .forEach(
            rows -> {
              for (int i = 0; i < rows.ids().length; i++) {
                live.put(rows.ids()[i], rows.labels()[i]);
              }
            });
    live.keySet().removeAll(deleted);
    return new IndexContents(live, deleted);
  }

  private static Rows rows(IndexFiles files, ShardReceipt receipt, IndexSchema schema)
      throws IOException {
    ShardReader shard = ShardReader.open(files, receipt, schema, Verification.STRUCTURE);
    return new Rows(
        IntStream.range(0, shard.rows()).mapToLong(shard::id).toArray(),
        IntStream.range(0, shard.rows()).map(shard::label).toArray());
  }
}
