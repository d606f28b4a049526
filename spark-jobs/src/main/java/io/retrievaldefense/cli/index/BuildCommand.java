package io.retrievaldefense.cli.index;

import io.retrievaldefense.cli.options.ConfigOptions;
import io.retrievaldefense.cli.options.SparkOptions;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.index.build.BuildSettings;
import io.retrievaldefense.index.build.VectorIndexBuilder;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.indexing.IndexSettings;
import io.retrievaldefense.indexing.TableIndexing;
import io.retrievaldefense.indexing.TuningSample;
import io.retrievaldefense.indexing.VectorTable;
import io.retrievaldefense.pipeline.Progress;
import io.retrievaldefense.pipeline.Version;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Vectors to an index. */
@Command(
    name = "build",
    description =
        "Build an index over your vectors and commit it as the next snapshot of a folder. Parquet"
            + " is read by Spark, in parallel; ids of other files are row numbers.",
    footer = {
      "",
      "Example:",
      "  retrieval-defense index build --vectors base.fvecs --out vectors.index"
    })
final class BuildCommand implements Callable<Integer> {
  private static final int TUNED_NEIGHBORS = 10;

  @Mixin private LabeledVectors vectors;

  @Option(
      names = "--out",
      paramLabel = "INDEX",
      required = true,
      description = "folder or URI of the index")
  private String out;

  @Option(
      names = "--tune",
      paramLabel = "RECALL",
      description =
          "first choose functions, tables, width, probes and re-rank limit for this recall@10")
  private Optional<Double> tune;

  @Mixin private HashOptions hash;
  @Mixin private ConfigOptions config;
  @Mixin private SparkOptions spark;
  @Spec private CommandSpec spec;

  BuildCommand() {}

  @Override
  public Integer call() throws IOException {
    RunConfig run = config.read(IndexSettings.forVectors(), hash.settings());
    VectorInput input = vectors.input();
    // The index first: it refuses faster than Spark starts, or tuning ends.
    IndexStore store = IndexArgument.store(out);
    Talk talk = new Talk(spec);
    IndexSettings settings = settings(run, input, talk);
    Progress progress = talk.progress();
    long start = System.nanoTime();
    IndexManifest manifest =
        input.isTable() ? table(input, run, settings, progress) : local(store, settings, progress);
    double seconds = (System.nanoTime() - start) / 1e9;
    talk.line(
        "snapshot %d: %,d vectors of %d in %d shards, %,d bytes (%.0f a vector), %.1f s",
        manifest.snapshot(),
        manifest.rows(),
        manifest.schema().dimension(),
        manifest.shards().size(),
        manifest.bytes(),
        (double) manifest.bytes() / manifest.rows(),
        seconds);
    return 0;
  }

  private IndexSettings settings(RunConfig run, VectorInput input, Talk talk) throws IOException {
    IndexSettings given = IndexSettings.of(run.index(), run.seed());
    if (tune.isEmpty()) {
      return given;
    }
    TuneOptions.require(tune.get());
    TuningSample sample = TuneOptions.sample(input, TUNED_NEIGHBORS, spark, run, talk.progress());
    return TuneOptions.tune(sample, tune.get(), TUNED_NEIGHBORS, given, talk).settings();
  }

  private IndexManifest local(IndexStore store, IndexSettings settings, Progress progress)
      throws IOException {
    BuildSettings defaults = BuildSettings.defaults(0, Version.current());
    BuildSettings chosen =
        new BuildSettings(
            settings.hash(),
            settings.search(),
            settings.engine(),
            defaults.rowsPerShard(),
            Version.current());
    return IndexArgument.refusing(
        () -> new VectorIndexBuilder(store, chosen).build(vectors.rows(0, progress)));
  }

  private IndexManifest table(
      VectorInput input, RunConfig run, IndexSettings settings, Progress progress)
      throws IOException {
    try (SparkSession session = spark.open("index build", run.runtime())) {
      return new TableIndexing(session, out, progress)
          .build(VectorTable.open(session, input.location()), settings);
    }
  }
}
