package io.retrievaldefense.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.retrievaldefense.bench.Billion;
import io.retrievaldefense.bench.IndexComparison;
import io.retrievaldefense.bench.IndexComparisonRequest;
import io.retrievaldefense.bench.Machine;
import io.retrievaldefense.cli.options.ConfigOptions;
import io.retrievaldefense.cli.options.FiguresFile;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.index.vectors.VectorReader;
import io.retrievaldefense.indexing.IndexSettings;
import io.retrievaldefense.indexing.Tuning;
import io.retrievaldefense.indexing.TuningSample;
import io.retrievaldefense.pipeline.Console;
import io.retrievaldefense.pipeline.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The engines side by side. */
@Command(
    name = "index",
    description =
        "Recall and queries per second of exact, lsh, hnsw and MLlib's LSH on the same vectors,"
            + " each in a JVM of its own, with build time, size and peak memory.",
    footer = {
      "",
      "Examples:",
      "  retrieval-defense bench index --vectors base.fvecs --queries query.fvecs --json b.json",
      "  retrieval-defense bench index --generate 1000000 --engines exact,lsh --heap 4g"
    })
final class BenchIndexCommand implements Callable<Integer> {
  private static final int NEIGHBORS = 10;

  @Option(names = "--vectors", paramLabel = "FILE", description = ".fvecs, .bvecs or .npy")
  private Optional<Path> vectors;

  @Option(names = "--queries", paramLabel = "FILE", description = ".fvecs, .bvecs or .npy")
  private Optional<Path> queries;

  @Option(
      names = "--generate",
      paramLabel = "N",
      defaultValue = "100000",
      description =
          "without --vectors: how many to generate, 2,000 Gaussian clusters of intrinsic dimension"
              + " 24 (default: ${DEFAULT-VALUE})")
  private long generated;

  @Option(
      names = "--dimension",
      paramLabel = "D",
      defaultValue = "64",
      description = "of generated vectors (default: ${DEFAULT-VALUE})")
  private int dimension;

  @Option(
      names = "--query-count",
      paramLabel = "Q",
      defaultValue = "1000",
      description = "queries at most (default: ${DEFAULT-VALUE}; 20 at most for MLlib)")
  private int queryCount;

  @Option(
      names = "--recall",
      paramLabel = "R",
      description =
          "tune lsh for this recall@10 first; without it, the configuration's parameters are"
              + " measured")
  private Optional<Double> recall;

  @Option(
      names = "--engines",
      split = ",",
      paramLabel = "ENGINE",
      defaultValue = "exact,lsh,hnsw,mllib",
      description = "exact and some of lsh, hnsw, mllib (default: all)")
  private List<String> engines;

  @Option(
      names = "--threads",
      paramLabel = "T",
      defaultValue = "1",
      description = "that search (default: ${DEFAULT-VALUE})")
  private int threads;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "9",
      description =
          "searches of all queries, the median of the later half counts (default:"
              + " ${DEFAULT-VALUE})")
  private int rounds;

  @Option(names = "--heap", paramLabel = "SIZE", description = "of each JVM, such as 4g")
  private Optional<String> heap;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description = "where the index is built, and removed again (default: a temporary folder)")
  private Optional<Path> work;

  @Mixin private FiguresFile figures;

  @Mixin private ConfigOptions config;
  @Spec private CommandSpec spec;

  BenchIndexCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    figures.requireWritable();
    Progress progress = new Console(spec.commandLine().getErr()).progress("bench index");
    RunConfig run = config.read(IndexSettings.forVectors(), List.of());
    IndexSettings given = IndexSettings.of(run.index(), run.seed());
    // Checked before the tuning, which takes a while.
    request(given);
    Optional<Tuning> tuning =
        recall.isEmpty()
            ? Optional.empty()
            : Optional.of(
                Tuning.run(sample(run.seed(), progress), NEIGHBORS, recall.get(), given, progress));
    IndexComparisonRequest request = request(tuning.map(Tuning::settings).orElse(given));
    tuning.ifPresent(chosen -> chosen.lines().forEach(progress::note));
    Path folder =
        work.isPresent()
            ? Files.createTempDirectory(Files.createDirectories(work.get()), "bench-index")
            : Files.createTempDirectory("bench-index");
    try {
      IndexComparison.Result result = IndexComparison.run(request, folder, progress);
      print(result);
      figures.write(json(request, result, tuning));
    } finally {
      delete(folder);
    }
    return 0;
  }

  private IndexComparisonRequest request(IndexSettings settings) {
    try {
      return new IndexComparisonRequest(
          vectors,
          queries,
          generated,
          dimension,
          queryCount,
          NEIGHBORS,
          threads,
          rounds,
          engines,
          settings.hash(),
          settings.search(),
          heap);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(e.getMessage(), e);
    }
  }

  private TuningSample sample(long seed, Progress progress) throws IOException {
    if (!(recall.get() > 0) || recall.get() > 1) {
      throw new BadInputException("recall must be above 0 and at most 1: " + recall.get());
    }
    return TuningSample.of(
        () ->
            vectors.isPresent()
                ? VectorReader.open(vectors.get())
                : IndexComparison.generated(dimension, generated),
        NEIGHBORS,
        seed,
        progress);
  }

  private void print(IndexComparison.Result result) {
    PrintWriter out = spec.commandLine().getOut();
    result.rows().forEach(row -> out.println(IndexComparison.line(row)));
    result
        .parts()
        .forEach(
            (part, bytes) ->
                out.printf(
                    Locale.ROOT, "%s: %.2f bytes a vector%n", part, perVector(bytes, result)));
    Billion.of(result).ifPresent(billion -> billion.lines().forEach(out::println));
    out.flush();
  }

  private static double perVector(long bytes, IndexComparison.Result result) {
    return (double) bytes / result.vectors();
  }

  private ObjectNode json(
      IndexComparisonRequest request, IndexComparison.Result result, Optional<Tuning> tuning)
      throws IOException {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    Machine machine = Machine.current();
    root.putObject("machine")
        .put("date", machine.date())
        .put("cpu", machine.cpu())
        .put("cores", machine.cores())
        .put("java", machine.java())
        .put("heap", request.heap().orElse("default"));
    ArrayNode rows = root.putArray("rows");
    for (IndexComparison.Row row : result.rows()) {
      rows.addObject()
          .put("engine", row.measured().engine())
          .put("vectors", row.measured().vectors())
          .put("dimension", row.measured().dimension())
          .put("threads", row.measured().threads())
          .put("recall_at_10", row.measured().recallAtN())
          .put("queries_per_second", row.measured().queriesPerSecond())
          .put("build_seconds", row.measured().buildSeconds())
          .put("index_bytes", row.measured().indexBytes())
          .put("parameters", row.measured().parameters())
          .put("open_seconds", row.openSeconds())
          .put("peak_resident_bytes", row.peakResidentBytes())
          .put("held_bytes", row.heldBytes());
    }
    root.putObject("build")
        .put("seconds", result.buildSeconds())
        .put("processor_seconds", result.buildProcessorSeconds())
        .put("peak_resident_bytes", result.buildPeakResidentBytes());
    ObjectNode parts = root.putObject("bytes_per_vector");
    result.parts().forEach((part, bytes) -> parts.put(part, perVector(bytes, result)));
    tuning.ifPresent(
        chosen -> {
          ArrayNode lines = root.putArray("tuning");
          chosen.lines().forEach(lines::add);
        });
    Billion.of(result)
        .ifPresent(
            billion ->
                root.putObject("billion_vectors")
                    .put("storage_bytes", billion.storageBytes())
                    .put("build_core_hours", billion.buildCoreHours())
                    .put("search_bytes", billion.searchBytes()));
    return root;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
