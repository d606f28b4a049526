package io.retrievaldefense.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.retrievaldefense.index.bench.BenchmarkRow;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.ShardParts;
import io.retrievaldefense.index.vectors.ClusteredVectors;
import io.retrievaldefense.index.vectors.VectorReader;
import io.retrievaldefense.pipeline.Progress;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Measures engines on the same vectors, queries and shards, each in a JVM of its own, one after the
 * other, so that the peak memory of one is not that of another. Recall is against {@code exact},
 * which therefore always runs.
 */
public final class IndexComparison {
  /** MLlib answers about two queries a second, and these are enough to see it. */
  private static final int MLLIB_QUERIES = 20;

  private static final String LOGGING = "log4j2.configurationFile";

  private static final List<Integer> BEAMS = List.of(10, 20, 40, 80, 160, 320);

  /**
   * One engine under one setting.
   *
   * @param measured recall, queries per second, size
   * @param openSeconds from the JVM's start until it could search
   * @param peakResidentBytes of the engine's process, over all its settings
   * @param heldBytes of heap that the engine keeps while it is open
   */
  public record Row(
      BenchmarkRow measured, double openSeconds, long peakResidentBytes, long heldBytes) {}

  /**
   * What was measured.
   *
   * @param rows in the order measured
   * @param buildSeconds of the shards that all engines share
   * @param buildProcessorSeconds the same, over all threads
   * @param buildPeakResidentBytes of the process that built
   * @param vectors in the index
   * @param parts bytes of each part of the index
   */
  public record Result(
      List<Row> rows,
      double buildSeconds,
      double buildProcessorSeconds,
      long buildPeakResidentBytes,
      int vectors,
      Map<String, Long> parts) {}

  private final IndexTrialSpec base;
  private final Optional<String> heap;
  private final Progress progress;

  private IndexComparison(IndexTrialSpec base, Optional<String> heap, Progress progress) {
    this.base = base;
    this.heap = heap;
    this.progress = progress;
  }

  /**
   * Runs the engines.
   *
   * @param request what is asked for
   * @param folder for index and truth, empty
   * @param progress counts the JVMs
   */
  public static Result run(IndexComparisonRequest request, Path folder, Progress progress)
      throws IOException, InterruptedException {
    IndexTrialSpec base =
        new IndexTrialSpec(
            "build",
            request.vectors().map(Path::toString).orElse(""),
            request.queries().map(Path::toString).orElse(""),
            request.generated(),
            request.dimension(),
            request.queryCount(),
            request.neighbors(),
            request.threads(),
            request.rounds(),
            List.of(),
            new IndexTrialSpec.Hash(
                request.hash().functionsPerTable(),
                request.hash().tables(),
                request.hash().width(),
                request.hash().sketchBits(),
                request.hash().seed()),
            request.search().rerankLimit(),
            folder.toString());
    return new IndexComparison(base, request.heap(), progress).run(request);
  }

  private Result run(IndexComparisonRequest request) throws IOException, InterruptedException {
    List<String> engines = new ArrayList<>(request.engines());
    progress.begin("JVMs, one each", engines.size() + 1);
    IndexTrialResult build = trial(base);
    List<Row> rows = new ArrayList<>();
    for (String engine : engines) {
      int queries =
          engine.equals("mllib") ? Math.min(MLLIB_QUERIES, base.queryCount()) : base.queryCount();
      IndexTrialResult result = trial(base.with(engine, queries, efforts(engine, request)));
      for (BenchmarkRow row : result.rows()) {
        rows.add(
            new Row(
                withBuild(row, engine, build, result),
                result.seconds(),
                result.peakResidentBytes(),
                result.heldBytes()));
        progress.note(line(rows.get(rows.size() - 1)));
      }
    }
    IndexManifest manifest = IndexStore.at(IndexTrial.indexFolder(base)).manifest();
    return new Result(
        rows,
        build.seconds(),
        build.processorSeconds(),
        build.peakResidentBytes(),
        manifest.rows(),
        new LinkedHashMap<>(ShardParts.bytes(manifest.schema(), manifest.shards())));
  }

  private static List<Integer> efforts(String engine, IndexComparisonRequest request) {
    if (engine.equals("hnsw")) {
      return BEAMS.stream().filter(beam -> beam >= request.neighbors()).toList();
    }
    int probes = request.search().probesPerTable();
    return List.of(probes / 4, probes / 2, probes, 2 * probes, 4 * probes).stream()
        .map(p -> Math.max(1, p))
        .distinct()
        .toList();
  }

  /** What it took until the engine could search: shards, and a graph over them or hashes. */
  private static BenchmarkRow withBuild(
      BenchmarkRow row, String engine, IndexTrialResult build, IndexTrialResult result) {
    double seconds =
        switch (engine) {
          case "hnsw" -> build.seconds() + result.seconds();
          case "mllib" -> result.seconds();
          default -> build.seconds();
        };
    return new BenchmarkRow(
        row.engine(),
        row.vectors(),
        row.dimension(),
        row.threads(),
        row.recallAtN(),
        row.queriesPerSecond(),
        seconds,
        row.indexBytes(),
        row.parameters());
  }

  /** This JVM's options, which Spark and the vector code need, and a heap of its own. */
  private List<String> options() {
    List<String> options =
        new ArrayList<>(
            ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-Xmx") && !option.startsWith("-javaagent"))
                .toList());
    heap.ifPresent(size -> options.add("-Xmx" + size));
    // As quiet as this one, which may have been told so after its start.
    String logging = System.getProperty(LOGGING);
    if (logging != null
        && options.stream().noneMatch(option -> option.startsWith("-D" + LOGGING))) {
      options.add("-D" + LOGGING + "=" + logging);
    }
    return options;
  }

  private IndexTrialResult trial(IndexTrialSpec spec) throws IOException, InterruptedException {
    ObjectMapper json = new ObjectMapper();
    Path asked = Path.of(spec.folder(), spec.engine() + "-asked.json");
    Path answered = Path.of(spec.folder(), spec.engine() + "-answered.json");
    json.writeValue(asked.toFile(), spec);
    ChildJvm.output(IndexTrial.class, options(), asked.toString(), answered.toString());
    progress.advance(1);
    return json.readValue(answered.toFile(), IndexTrialResult.class);
  }

  /** The vectors that are indexed where no file is named. */
  public static VectorReader generated(int dimension, long count) {
    return new ClusteredVectors(dimension, 0, count, IndexTrial.DATA_SEED);
  }

  /** Queries of the same kind as {@link #generated}, none of them among these. */
  static VectorReader generatedQueries(int dimension, long count, int queries) {
    return new ClusteredVectors(dimension, count, queries, IndexTrial.DATA_SEED);
  }

  /** A row as a line. */
  public static String line(Row row) {
    BenchmarkRow measured = row.measured();
    return String.format(
        Locale.ROOT,
        "%-5s recall %.3f %,10.1f queries/s  build %.1f s, peak %,d MB  %s",
        measured.engine(),
        measured.recallAtN(),
        measured.queriesPerSecond(),
        measured.buildSeconds(),
        row.peakResidentBytes() >> 20,
        measured.parameters());
  }
}
