package io.retrievaldefense.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.retrievaldefense.bench.Machine;
import io.retrievaldefense.cli.options.ConfigOptions;
import io.retrievaldefense.cli.options.FiguresFile;
import io.retrievaldefense.cli.options.SparkOptions;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.index.build.BuildSettings;
import io.retrievaldefense.index.build.VectorIndexBuilder;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.query.LshIndex;
import io.retrievaldefense.index.query.SearchResult;
import io.retrievaldefense.index.shard.Verification;
import io.retrievaldefense.index.vectors.ClusteredVectors;
import io.retrievaldefense.index.vectors.VectorReader;
import io.retrievaldefense.indexing.DistributedSearch;
import io.retrievaldefense.indexing.IndexSettings;
import io.retrievaldefense.indexing.QuerySet;
import io.retrievaldefense.pipeline.Console;
import io.retrievaldefense.pipeline.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Search by many tasks against search by one machine. */
@Command(
    name = "distributed",
    description =
        "Build an index over generated vectors, answer the same queries on this machine and by"
            + " tasks that hold some shards each, and hold the answers against one another; exit"
            + " code 1 if any bit differs.",
    footer = {
      "",
      "Example:",
      "  retrieval-defense bench distributed --generate 1000000 --query-count 100000 --work w"
    })
final class BenchDistributedCommand implements Callable<Integer> {
  private static final int DIMENSION = 64;
  private static final int NEIGHBORS = 10;
  private static final long DATA_SEED = 1;

  @Option(
      names = "--generate",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "vectors (default: ${DEFAULT-VALUE})")
  private long vectors;

  @Option(
      names = "--query-count",
      paramLabel = "Q",
      defaultValue = "100000",
      description = "queries (default: ${DEFAULT-VALUE})")
  private int queryCount;

  @Option(
      names = "--rows-per-shard",
      paramLabel = "N",
      defaultValue = "100000",
      description = "vectors in a shard (default: ${DEFAULT-VALUE})")
  private int rowsPerShard;

  @Option(
      names = "--work",
      required = true,
      paramLabel = "DIR",
      description = "where the index is built, or found if it is there; executors must reach it")
  private Path work;

  @Mixin private FiguresFile figures;

  @Mixin private ConfigOptions config;
  @Mixin private SparkOptions spark;
  @Spec private CommandSpec spec;

  BenchDistributedCommand() {}

  @Override
  public Integer call() throws IOException {
    figures.requireWritable();
    if (queryCount < 1 || vectors < NEIGHBORS || rowsPerShard < 1) {
      throw new BadInputException(
          "queries and rows per shard must be at least 1 and vectors at least "
              + NEIGHBORS
              + ": "
              + queryCount
              + ", "
              + rowsPerShard
              + ", "
              + vectors);
    }
    Progress progress = new Console(spec.commandLine().getErr()).progress("bench distributed");
    RunConfig run = config.read(IndexSettings.forVectors(), List.of());
    IndexStore store = IndexStore.at(work);
    IndexManifest manifest = built(store, run);
    QuerySet queries = queries();
    try (SparkSession session = spark.open("bench distributed", run.runtime())) {
      long start = System.nanoTime();
      List<SearchResult> many =
          new DistributedSearch(session, store.files().location(), manifest, progress)
              .lsh(queries, NEIGHBORS, manifest.search());
      double distributed = (System.nanoTime() - start) / 1e9;
      start = System.nanoTime();
      List<SearchResult> one =
          LshIndex.open(store, manifest, Verification.CONTENT)
              .searchBatch(
                  queries.vectors(), NEIGHBORS, Runtime.getRuntime().availableProcessors());
      double local = (System.nanoTime() - start) / 1e9;
      boolean isEqual = many.equals(one);
      tell(manifest, distributed, local, isEqual);
      return isEqual ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private IndexManifest built(IndexStore store, RunConfig run) throws IOException {
    if (!store.snapshots().isEmpty()) {
      IndexManifest manifest = store.manifest();
      if (manifest.rows() != vectors || manifest.schema().dimension() != DIMENSION) {
        throw new BadInputException(
            "--work must hold " + vectors + " vectors or be empty: " + manifest.rows());
      }
      return manifest;
    }
    IndexSettings settings = IndexSettings.of(run.index(), run.seed());
    return new VectorIndexBuilder(
            store,
            new BuildSettings(settings.hash(), settings.search(), "lsh", rowsPerShard, "bench"))
        .build(() -> new ClusteredVectors(DIMENSION, 0, vectors, DATA_SEED));
  }

  private QuerySet queries() throws IOException {
    float[][] queries = new float[queryCount][DIMENSION];
    try (VectorReader reader = new ClusteredVectors(DIMENSION, vectors, queryCount, DATA_SEED)) {
      for (float[] query : queries) {
        reader.next(query);
      }
    }
    return new QuerySet(LongStream.range(0, queryCount).toArray(), queries);
  }

  private void tell(IndexManifest manifest, double distributed, double local, boolean isEqual)
      throws IOException {
    spec.commandLine()
        .getOut()
        .println(
            String.format(
                Locale.ROOT,
                "%,d queries against %,d vectors in %d shards: %.1f s by tasks, %.1f s on this"
                    + " machine, opening included; answers %s",
                queryCount,
                manifest.rows(),
                manifest.shards().size(),
                distributed,
                local,
                isEqual ? "equal bit by bit" : "DIFFER"));
    spec.commandLine().getOut().flush();
    Machine machine = Machine.current();
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("date", machine.date())
        .put("cpu", machine.cpu())
        .put("cores", machine.cores())
        .put("vectors", manifest.rows())
        .put("shards", manifest.shards().size())
        .put("queries", queryCount)
        .put("distributed_seconds", distributed)
        .put("local_seconds", local)
        .put("equal", isEqual);
    figures.write(root);
  }
}
