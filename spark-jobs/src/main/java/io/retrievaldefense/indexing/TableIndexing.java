package io.retrievaldefense.indexing;

import static org.apache.spark.sql.functions.col;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.index.build.VectorAppender;
import io.retrievaldefense.index.lifecycle.IndexLifecycle;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.manifest.Provenance;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.shard.IndexSchema;
import io.retrievaldefense.index.shard.ShardReceipt;
import io.retrievaldefense.index.shard.ShardSeries;
import io.retrievaldefense.index.storage.IndexFiles;
import io.retrievaldefense.pipeline.JobProgress;
import io.retrievaldefense.pipeline.Progress;
import io.retrievaldefense.pipeline.Version;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Makes a table of vectors an index, or a part of one, without a shuffle: tasks write the shards of
 * their partitions and return receipts, the driver commits them all at once. A pass before it
 * computes centre, scale and digest.
 */
public final class TableIndexing {
  private final SparkSession spark;
  private final String location;
  private final Progress progress;

  /**
   * @param spark session whose executors write
   * @param location of the index, a path or URI that all of them reach
   * @param progress where to say how far it is
   */
  public TableIndexing(SparkSession spark, String location, Progress progress) {
    this.spark = spark;
    this.location = location;
    this.progress = progress;
  }

  /**
   * Builds and commits the next snapshot.
   *
   * @throws BadInputException when the rows cannot be an index: none, unequal lengths, ids twice
   */
  public IndexManifest build(VectorTable table, IndexSettings settings) throws IOException {
    IndexStore store = store();
    long snapshot = store.nextSnapshot();
    VectorSummary summary = summary(table);
    requireDistinctIds(table);
    IndexSchema schema =
        new IndexSchema(
            0, settings.hash(), summary.scaling(), IndexSchema.NO_DIGEST, IndexSchema.NO_DIGEST);
    List<ShardReceipt> shards = write(table, schema, settings.search(), summary.rows());
    IndexManifest manifest =
        IndexManifest.of(
            snapshot,
            schema,
            new Provenance(summary.dataDigest(), Version.current(), summary.classes()),
            settings.engine(),
            settings.search(),
            shards);
    WrittenShards.requireSeen(store, shards);
    store.commit(manifest);
    return manifest;
  }

  /**
   * Appends to the latest snapshot and commits the next.
   *
   * @throws BadInputException when the rows do not fit the index
   */
  public IndexManifest append(VectorTable table) throws IOException {
    IndexStore store = store();
    IndexManifest base = store.manifest();
    VectorSummary summary = summary(table);
    try {
      VectorAppender.requireFitting(base, summary.dimension(), summary.classes());
    } catch (IllegalArgumentException e) {
      throw new BadInputException(e.getMessage(), e);
    }
    requireDistinctIds(table);
    List<ShardReceipt> shards = write(table, base.schema(), base.search(), summary.rows());
    WrittenShards.requireSeen(store, shards);
    return new IndexLifecycle(store).append(base, shards);
  }

  private IndexStore store() {
    return IndexStore.at(location, hadoop());
  }

  private Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
  }

  private VectorSummary summary(VectorTable table) {
    long count = table.count();
    if (count == 0) {
      throw new BadInputException("table must have at least one row: " + table.location());
    }
    try (JobProgress job =
        JobProgress.begin(spark.sparkContext(), progress, "centre and scale", count)) {
      LongAccumulator read = job.counter("read");
      return table
          .rows()
          .mapPartitions(
              rows -> {
                VectorSummary part = new VectorSummary();
                while (rows.hasNext()) {
                  part.add(rows.next());
                  read.add(1);
                }
                return List.of(part).iterator();
              })
          .treeReduce(VectorSummary::merge);
    }
  }

  /** Only the ids are read and shuffled for it. */
  private static void requireDistinctIds(VectorTable table) {
    List<Row> twice =
        table
            .dataset()
            .groupBy("id")
            .count()
            .where(col("count").gt(1))
            .orderBy("id")
            .limit(1)
            .collectAsList();
    if (!twice.isEmpty()) {
      throw new BadInputException(
          "ids must be distinct: "
              + twice.get(0).getLong(0)
              + " is there "
              + twice.get(0).getLong(1)
              + " times in "
              + table.location());
    }
  }

  private List<ShardReceipt> write(
      VectorTable table, IndexSchema schema, SearchSettings search, long rows) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    try (JobProgress job =
        JobProgress.begin(spark.sparkContext(), progress, "hashing vectors", rows)) {
      return table
          .rows()
          .mapPartitions(
              new WriteShards(
                  // A relative path would be each executor's own.
                  store().files().location(),
                  context.broadcast(schema),
                  context.broadcast(new SerializableConfiguration(hadoop())),
                  search.candidateBudget(),
                  job.counter("hashed")))
          .collect();
    }
  }

  /** A task: the rows of a partition as shards of limited size. */
  private record WriteShards(
      String location,
      Broadcast<IndexSchema> schema,
      Broadcast<SerializableConfiguration> hadoop,
      int candidateBudget,
      LongAccumulator hashed)
      implements FlatMapFunction<Iterator<VectorRow>, ShardReceipt> {

    @Override
    public Iterator<ShardReceipt> call(Iterator<VectorRow> rows) throws IOException {
      IndexFiles files = IndexFiles.at(location, hadoop.value().value());
      float[] noFeature = new float[0];
      try (ShardSeries shards =
          new ShardSeries(
              files, schema.value(), candidateBudget, ShardSeries.rowsPerShard(schema.value()))) {
        while (rows.hasNext()) {
          VectorRow row = rows.next();
          shards.add(row.id(), row.label(), row.vector(), noFeature);
          hashed.add(1);
        }
        return shards.finish().iterator();
      }
    }
  }
}
