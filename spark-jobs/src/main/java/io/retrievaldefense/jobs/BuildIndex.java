package io.retrievaldefense.jobs;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.IndexConfig;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.manifest.Provenance;
import io.retrievaldefense.index.shard.IndexSchema;
import io.retrievaldefense.index.shard.ShardReceipt;
import io.retrievaldefense.index.shard.ShardSeries;
import io.retrievaldefense.indexing.IndexSettings;
import io.retrievaldefense.indexing.Tuning;
import io.retrievaldefense.indexing.TuningSample;
import io.retrievaldefense.pipeline.Step;
import io.retrievaldefense.pipeline.StepContext;
import io.retrievaldefense.pipeline.StepSummary;
import io.retrievaldefense.pipeline.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The private set as a sharded index: each task writes its own shards and returns receipts, the
 * driver commits them all with one manifest.
 */
public final class BuildIndex implements Step {
  private static final int TUNED_NEIGHBORS = 10;

  @Override
  public String name() {
    return "build-index";
  }

  @Override
  public String description() {
    return "hash the private set into a sharded index and commit it";
  }

  @Override
  public List<String> sections() {
    return List.of("seed", "index");
  }

  @Override
  public List<String> inputs() {
    return List.of("prepare", "extract-features");
  }

  static Path path(Path step) {
    return new Path(step, "index");
  }

  @Override
  public StepSummary run(StepContext context) throws IOException {
    return build(context, IndexedFeatures.of(context, Split.PRIVATE));
  }

  /** Builds the index of features in the step's folder. */
  static StepSummary build(StepContext context, IndexedFeatures indexed) throws IOException {
    IndexConfig config = context.config().index();
    DatasetInfo info = DatasetInfo.read(context.input("prepare"), context.hadoop());
    FeatureInfo features = indexed.info();
    JavaRDD<Row> rows = indexed.rows();
    int count = indexed.isWhole() ? info.count(indexed.split()) : Math.toIntExact(rows.count());
    IndexSettings settings = settings(context, indexed, count);
    IndexSchema schema =
        new IndexSchema(
            features.featureLength(),
            settings.hash(),
            features.scaling(),
            features.projectionDigest(),
            features.extractorDigest());
    String location = path(context.output()).toString();
    IndexStore store = IndexStore.at(location, context.hadoop());
    long snapshot = store.nextSnapshot();
    Broadcast<IndexSchema> sharedSchema = context.javaSpark().broadcast(schema);
    Broadcast<SerializableConfiguration> sharedHadoop =
        context.javaSpark().broadcast(new SerializableConfiguration(context.hadoop()));
    List<ShardReceipt> receipts;
    try (TaskProgress progress =
        TaskProgress.begin(context, "hashing the " + indexed.split().id() + " set", count)) {
      ShardTask task =
          new ShardTask(
              location,
              sharedSchema,
              sharedHadoop,
              settings.search().candidateBudget(),
              ShardSeries.rowsPerShard(schema),
              progress.counter("hashed"),
              context.spark().sparkContext().longAccumulator("capped"));
      receipts = shards(rows, config.shards()).mapPartitions(task).collect();
    }
    IndexManifest manifest =
        IndexManifest.of(
            snapshot,
            schema,
            new Provenance(info.digest(), Version.current(), info.classNames().size()),
            settings.engine(),
            settings.search(),
            receipts);
    store.commit(manifest);
    return StepSummary.of(
            String.format(
                Locale.ROOT,
                "%,d vectors in %d shards, %.1f MB",
                manifest.rows(),
                receipts.size(),
                manifest.bytes() / 1e6))
        .with("rows", manifest.rows())
        .with("shards", receipts.size())
        .with("bytes", manifest.bytes());
  }

  /** As configured, or chosen on the features of the split with validation images as queries. */
  private static IndexSettings settings(StepContext context, IndexedFeatures indexed, int rows)
      throws IOException {
    RunConfig config = context.config();
    IndexSettings configured = IndexSettings.of(config.index(), config.seed());
    if (config.index().tuneRecall() == 0) {
      return configured;
    }
    float[][] queries = indexed.drawn(Split.VALIDATION, TuningSample.QUERIES);
    if (queries.length == 0) {
      throw new BadInputException(
          "data.validation.count must be at least 1 for index.tune-recall: 0");
    }
    TuningSample sample =
        new TuningSample(indexed.drawn(indexed.split(), TuningSample.ROWS), queries, rows);
    Tuning tuning =
        Tuning.run(
            sample, TUNED_NEIGHBORS, config.index().tuneRecall(), configured, context.progress());
    tuning.lines().forEach(context.progress()::note);
    StepFiles.write(
        new Path(context.output(), "tuning.conf"),
        tuning.hocon().getBytes(StandardCharsets.UTF_8),
        context.hadoop());
    return tuning.settings();
  }

  /** A partition for each shard that is asked for, without a shuffle where that can be had. */
  private static JavaRDD<Row> shards(JavaRDD<Row> rows, int shards) {
    return rows.getNumPartitions() >= shards ? rows.coalesce(shards) : rows.repartition(shards);
  }
}
