package io.retrievaldefense.cli.index;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.RunConfigReader;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.query.Neighbor;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.index.query.SearchResult;
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
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** The queries of {@code index search}, and what becomes of the answers. */
final class VectorSearch {
  private static final int BATCH = 4096;

  @Option(
      names = "--queries",
      paramLabel = "FILE",
      required = true,
      description = "vectors of the index's dimension: .fvecs, .bvecs, .npy or .parquet")
  private String queries;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = ".ivecs: ids; .parquet: query, neighbors, distances, labels")
  private Optional<String> out = Optional.empty();

  @Option(names = "--threads", paramLabel = "T", description = "how many search (default: all)")
  private Optional<Integer> threads = Optional.empty();

  @Option(
      names = "--distributed",
      description =
          "give each task of Spark some of the shards, so that no machine holds the whole index;"
              + " the answers are the same")
  private boolean distributed;

  VectorSearch() {}

  /** Answers the queries. */
  void search(SearchCommand command) throws IOException {
    VectorInput input = new VectorInput(queries);
    Optional<AnswerFile> file = out.map(AnswerFile::new);
    if (file.isPresent()) {
      // Or the search would have been for nothing.
      file.get().requireWritable(command.index().store().manifest());
    }
    boolean toTable = file.filter(AnswerFile::isTable).isPresent();
    if (!toTable && !input.isTable() && !distributed) {
      QuerySet read = IndexArgument.refusing(() -> QuerySet.read(Path.of(queries)));
      tell(read, answers(command, read), command.index());
      return;
    }
    try (SparkSession session =
        command.spark().open("index search", RunConfigReader.defaults().runtime())) {
      QuerySet read =
          input.isTable()
              ? QuerySet.read(VectorTable.open(session, queries))
              : IndexArgument.refusing(() -> QuerySet.read(Path.of(queries)));
      List<SearchResult> answers =
          distributed ? answers(command, read, session) : answers(command, read);
      if (toTable) {
        AnswerTable.writeParquet(session, out.get(), read, answers);
        told(answers, command.index());
      } else {
        tell(read, answers, command.index());
      }
    }
  }

  private static IndexManifest manifest(SearchCommand command, QuerySet read) throws IOException {
    IndexManifest manifest = command.index().store().manifest();
    read.require(manifest.schema().dimension());
    command.neighbors().countOf(manifest.rows());
    return manifest;
  }

  private static List<SearchResult> answers(
      SearchCommand command, QuerySet read, SparkSession session) throws IOException {
    IndexManifest manifest = manifest(command, read);
    int count = command.neighbors().count();
    DistributedSearch search =
        new DistributedSearch(
            session,
            command.index().store().files().location(),
            manifest,
            command.index().progress());
    return switch (command.engine(manifest)) {
      case "exact" -> search.exact(read, count);
      case "lsh" -> search.lsh(read, count, command.probes().over(manifest.search()));
      default ->
          throw new BadInputException(
              "--distributed must go with engine lsh or exact: " + command.engine(manifest));
    };
  }

  private List<SearchResult> answers(SearchCommand command, QuerySet read) throws IOException {
    // Refuses before the index is opened, which takes long for a large one.
    manifest(command, read);
    try (NeighborIndex opened = command.open()) {
      return inBatches(
          opened, read.vectors(), command.neighbors().count(), command.index().progress());
    }
  }

  private List<SearchResult> inBatches(
      NeighborIndex opened, float[][] vectors, int count, Progress progress) {
    int workers = threads.orElse(Runtime.getRuntime().availableProcessors());
    if (workers < 1) {
      throw new BadInputException("--threads must be at least 1: " + workers);
    }
    progress.begin("searching", vectors.length);
    List<SearchResult> answers = new ArrayList<>(vectors.length);
    for (int start = 0; start < vectors.length; start += BATCH) {
      float[][] batch = Arrays.copyOfRange(vectors, start, Math.min(vectors.length, start + BATCH));
      answers.addAll(opened.searchBatch(batch, count, workers));
      progress.advance(batch.length);
    }
    return answers;
  }

  private void tell(QuerySet read, List<SearchResult> answers, IndexArgument index)
      throws IOException {
    if (out.isPresent()) {
      AnswerTable.writeIvecs(Path.of(out.get()), answers);
      told(answers, index);
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
    shortfall(answers, index);
  }

  private void told(List<SearchResult> answers, IndexArgument index) {
    index.line("%,d answers written to %s", answers.size(), out.orElseThrow());
    shortfall(answers, index);
  }

  private static void shortfall(List<SearchResult> answers, IndexArgument index) {
    int missing = answers.stream().mapToInt(answer -> answer.stats().shortfall()).sum();
    if (missing > 0) {
      index.line("%,d neighbours of %,d queries were not found", missing, answers.size());
    }
  }
}
