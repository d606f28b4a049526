package io.retrievaldefense.rebuild;

import io.retrievaldefense.config.DataConfig;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.IndexSchema;
import io.retrievaldefense.index.shard.ShardReceipt;
import io.retrievaldefense.index.shard.ShardSeries;
import io.retrievaldefense.pipeline.Slices;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Pictures as rows of an index: the executors make them when they are first asked for, and keep
 * them until this is closed.
 */
final class PictureRows implements AutoCloseable {
  /** A task starts a network, which should pay. */
  private static final int LEAST_OF_A_TASK = 500;

  /** However few tasks run at once when the pictures are divided: more may a minute later. */
  private static final int MOST_OF_A_TASK = 2000;

  private static final int SHARDS_FOR_ONE = 4;

  private final JavaSparkContext spark;
  private final int pictures;
  private final PictureCounters counters;
  private final JavaRDD<ExtractedImage> rows;

  /**
   * @param spark whose executors extract
   * @param images the pictures
   * @param task what they do
   */
  PictureRows(JavaSparkContext spark, Collection<CataloguedImage> images, ExtractImages task) {
    int count = images.size();
    int slices = slices(count, spark.defaultParallelism());
    // Broadcast, since a task that carried the paths of its images would be large.
    Broadcast<ArrayList<CataloguedImage>> shared = spark.broadcast(new ArrayList<>(images));
    this.spark = spark;
    pictures = count;
    counters = task.counters();
    rows =
        spark
            .parallelize(IntStream.range(0, slices).boxed().toList(), slices)
            .flatMap(
                slice ->
                    shared
                        .value()
                        .subList(
                            (int) ((long) count * slice / slices),
                            (int) ((long) count * (slice + 1) / slices))
                        .iterator())
            .mapPartitions(task)
            .persist(StorageLevel.MEMORY_AND_DISK_SER());
  }

  /** Into how many tasks pictures are divided. */
  static int slices(int pictures, int parallel) {
    int paying = 1 + pictures / LEAST_OF_A_TASK;
    return Slices.of(Math.min(parallel, paying), pictures, MOST_OF_A_TASK);
  }

  /** The rows. */
  JavaRDD<ExtractedImage> rdd() {
    return rows;
  }

  /**
   * Refuses rows of a folder that executors do not see as the driver does; once they are made.
   *
   * @throws io.retrievaldefense.config.BadInputException when it is each machine's own
   */
  void requireFound() throws IOException {
    counters.requireGone(spark.hadoopConfiguration());
  }

  /**
   * Refuses rows of a folder of which too much is unreadable. What is so tonight is among these
   * pictures, since nothing unreadable is in an index.
   *
   * @param made how many rows these pictures have
   * @param all pictures of the folder
   * @param data says how large a share of them may be unreadable
   * @throws io.retrievaldefense.config.BadInputException when it is larger
   */
  void requireReadable(long made, int all, DataConfig data) {
    // By the rows, which no retried task counts twice.
    long unreadable = Math.max(0, pictures - made - counters.gone());
    data.requireReadable(unreadable, all, counters.named());
  }

  /** The rows as shards, not committed yet. */
  List<ShardReceipt> write(IndexStore store, IndexSchema schema, int candidateBudget) {
    return rows.coalesce(shards(schema))
        .mapPartitions(
            new WriteShards(
                store.files().location(),
                spark.broadcast(schema),
                spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration())),
                candidateBudget,
                spark.sc().longAccumulator("hashed")))
        .collect();
  }

  /** A few times what the rows need: many tasks would else make many small ones. */
  private int shards(IndexSchema schema) {
    return SHARDS_FOR_ONE * (1 + pictures / ShardSeries.rowsPerShard(schema));
  }

  @Override
  public void close() {
    rows.unpersist();
  }
}
