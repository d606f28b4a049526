package io.retrievaldefense.cli.index;

import io.retrievaldefense.cli.options.SparkOptions;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.RunConfigReader;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.query.IndexReader;
import io.retrievaldefense.index.query.LshIndex;
import io.retrievaldefense.index.query.Neighbor;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.index.query.SearchResult;
import io.retrievaldefense.index.shard.Verification;
import io.retrievaldefense.indexing.AnswerTable;
import io.retrievaldefense.indexing.DistributedSearch;
import io.retrievaldefense.indexing.QuerySet;
import io.retrievaldefense.indexing.VectorTable;
import io.retrievaldefense.pipeline.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Neighbours of queries. */
@Command(
    name = "search",
    description =
        "Find the nearest vectors of queries. Without --out, a line per neighbour: query, rank,"
            + " id, squared distance, label.",
    footer = {
      "",
      "Example:",
      "  retrieval-defense index search vectors.index --queries q.fvecs -n 10 --out found.ivecs"
    })
final class SearchCommand implements Callable<Integer> {
  private static final int BATCH = 4096;

  @Mixin private IndexArgument index;

  @Option(
      names = "--queries",
      paramLabel = "FILE",
      required = true,
      description = "vectors of the index's dimension: .fvecs, .bvecs, .npy or .parquet")
  private String queries;

  @Option(
      names = {"-n", "--neighbors"},
      paramLabel = "N",
      defaultValue = "10",
      description = "how many (default: ${DEFAULT-VALUE})")
  private int neighbors;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = ".ivecs: ids; .parquet: query, neighbors, distances, labels")
  private Optional<String> out;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description = "lsh, exact or hnsw (default: the index's)")
  private Optional<String> engine;

  @Option(names = "--threads", paramLabel = "T", description = "how many search (default: all)")
  private Optional<Integer> threads;

  @Option(
      names = "--distributed",
      description =
          "give each task of Spark some of the shards, so that no machine holds the whole index;"
              + " the answers are the same")
  private boolean distributed;

  @Mixin private ProbeOptions probes;
  @Mixin private SparkOptions spark;

  SearchCommand() {}

  @Override
  public Integer call() throws IOException {
    VectorInput input = new VectorInput(queries);
    boolean toTable = out.filter(file -> file.endsWith(".parquet")).isPresent();
    if (out.isPresent() && !toTable && !out.get().endsWith(".ivecs")) {
      throw new BadInputException("--out must end in .ivecs or .parquet: " + out.get());
    }
    if (!toTable && !input.isTable() && !distributed) {
      QuerySet read = IndexArgument.refusing(() -> QuerySet.read(Path.of(queries)));
      tell(read, search(read));
      return 0;
    }
    try (SparkSession session = spark.open("index search", RunConfigReader.defaults().runtime())) {
      QuerySet read =
          input.isTable()
              ? QuerySet.read(VectorTable.open(session, queries))
              : IndexArgument.refusing(() -> QuerySet.read(Path.of(queries)));
      List<SearchResult> answers = distributed ? search(session, read) : search(read);
      if (toTable) {
        AnswerTable.writeParquet(session, out.get(), read, answers);
        told(answers);
      } else {
        tell(read, answers);
      }
    }
    return 0;
  }

  private IndexManifest manifest(QuerySet read) throws IOException {
    IndexManifest manifest = index.store().manifest();
    read.require(manifest.schema().dimension());
    if (neighbors < 1 || neighbors > manifest.rows()) {
      throw new BadInputException(
          "--neighbors must be in [1, " + manifest.rows() + "]: " + neighbors);
    }
    return manifest;
  }

  private List<SearchResult> search(SparkSession session, QuerySet read) throws IOException {
    IndexManifest manifest = manifest(read);
    DistributedSearch search =
        new DistributedSearch(session, index.location(), manifest, index.progress());
    return switch (engine.orElse(manifest.engine())) {
      case "exact" -> search.exact(read, neighbors);
      case "lsh" -> search.lsh(read, neighbors, probes.over(manifest.search()));
      default ->
          throw new BadInputException(
              "--distributed must go with engine lsh or exact: "
                  + engine.orElse(manifest.engine()));
    };
  }

  private List<SearchResult> search(QuerySet read) throws IOException {
    IndexStore store = index.store();
    // Refuses before the index is opened, which takes long for a large one.
    manifest(read);
    try (NeighborIndex opened =
        IndexArgument.refusing(
            () -> IndexReader.openLatest(store, Verification.CONTENT, engine.orElse(null)))) {
      return inBatches(configured(opened), read.vectors());
    }
  }

  private NeighborIndex configured(NeighborIndex opened) {
    if (!(opened instanceof LshIndex lsh)) {
      return opened;
    }
    SearchSettings chosen = probes.over(lsh.settings());
    return lsh.with(chosen);
  }

  private List<SearchResult> inBatches(NeighborIndex opened, float[][] vectors) {
    int workers = threads.orElse(Runtime.getRuntime().availableProcessors());
    if (workers < 1) {
      throw new BadInputException("--threads must be at least 1: " + workers);
    }
    Progress progress = index.progress();
    progress.begin("searching", vectors.length);
    List<SearchResult> answers = new ArrayList<>(vectors.length);
    for (int start = 0; start < vectors.length; start += BATCH) {
      float[][] batch = Arrays.copyOfRange(vectors, start, Math.min(vectors.length, start + BATCH));
      answers.addAll(opened.searchBatch(batch, neighbors, workers));
      progress.advance(batch.length);
    }
    return answers;
  }

  private void tell(QuerySet read, List<SearchResult> answers) throws IOException {
    if (out.isPresent()) {
      AnswerTable.writeIvecs(Path.of(out.get()), answers);
      told(answers);
      return;
    }
    for (int q = 0; q < answers.size(); q++) {
      int rank = 0;
      for (Neighbor neighbor : answers.get(q).neighbors()) {
        index.line(
            "%d %d %d %s %d",
            read.ids()[q], ++rank, neighbor.id(), neighbor.squaredDistance(), neighbor.label());
      }
    }
    shortfall(answers);
  }

  private void told(List<SearchResult> answers) {
    index.line("%,d answers written to %s", answers.size(), out.orElseThrow());
    shortfall(answers);
  }

  private void shortfall(List<SearchResult> answers) {
    int missing = answers.stream().mapToInt(answer -> answer.stats().shortfall()).sum();
    if (missing > 0) {
      index.line("%,d neighbours of %,d queries were not found", missing, answers.size());
    }
  }
}
