package io.retrievaldefense.jobs;

import io.retrievaldefense.config.IndexConfig;
import io.retrievaldefense.index.hashing.HashParameters;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.manifest.Provenance;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.projection.NamedSeed;
import io.retrievaldefense.index.shard.IndexSchema;
import io.retrievaldefense.index.shard.ShardReceipt;
import io.retrievaldefense.pipeline.Step;
import io.retrievaldefense.pipeline.StepContext;
import io.retrievaldefense.pipeline.StepSummary;
import io.retrievaldefense.pipeline.Version;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The private set as a sharded index: each task writes its own shard and returns a receipt, the
 * driver commits them all with one manifest.
 */
public final class BuildIndex implements Step {

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
    IndexConfig config = context.config().index();
    DatasetInfo info = DatasetInfo.read(context.input("prepare"), context.hadoop());
    FeatureInfo features = FeatureInfo.read(context.input("extract-features"), context.hadoop());
    HashParameters parameters =
        new HashParameters(
            config.functions(),
            config.tables(),
            (float) config.width(),
            config.sketchBits(),
            NamedSeed.derive(context.config().seed(), "hash functions"));
    IndexSchema schema =
        new IndexSchema(
            features.featureLength(),
            parameters,
            features.scaling(),
            features.projectionDigest(),
            features.extractorDigest());
    SearchSettings settings =
        new SearchSettings(
            config.probes(),
            config.candidateBudget().limit().orElse(SearchSettings.UNLIMITED),
            config.rerankLimit().limit().orElse(SearchSettings.UNLIMITED));

    String location = path(context.output()).toString();
    IndexStore store = IndexStore.at(location, context.hadoop());
    long snapshot = store.nextSnapshot();
    Broadcast<IndexSchema> sharedSchema = context.javaSpark().broadcast(schema);
    Broadcast<SerializableConfiguration> sharedHadoop =
        context.javaSpark().broadcast(new SerializableConfiguration(context.hadoop()));
    List<ShardReceipt> receipts;
    try (TaskProgress progress =
        TaskProgress.begin(context, "hashing the private set", info.count(Split.PRIVATE))) {
      ShardTask task =
          new ShardTask(
              location,
              sharedSchema,
              sharedHadoop,
              settings.candidateBudget(),
              progress.counter("hashed"));
      receipts = shards(context, config.shards()).mapPartitions(task).collect();
    }
    IndexManifest manifest =
        IndexManifest.of(
            snapshot,
            schema,
            new Provenance(info.digest(), Version.current(), info.classNames().size()),
            config.engine().name().toLowerCase(Locale.ROOT),
            settings,
            receipts);
    store.commit(manifest);
    return StepSummary.of(
            String.format(
                Locale.ROOT,
                "%d vectors in %d shards, %.1f MB",
                manifest.rows(),
                receipts.size(),
                manifest.bytes() / 1e6))
        .with("rows", manifest.rows())
        .with("shards", receipts.size())
        .with("bytes", manifest.bytes());
  }

  /** As many partitions as there are to be shards, without a shuffle where that can be had. */
  private static JavaRDD<Row> shards(StepContext context, int shards) {
    JavaRDD<Row> rows =
        FeatureTable.read(context.spark(), context.input("extract-features"), Split.PRIVATE)
            .javaRDD();
    return rows.getNumPartitions() >= shards ? rows.coalesce(shards) : rows.repartition(shards);
  }
}
