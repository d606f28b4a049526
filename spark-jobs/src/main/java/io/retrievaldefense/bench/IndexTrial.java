package io.retrievaldefense.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import io.retrievaldefense.index.bench.BenchmarkRow;
import io.retrievaldefense.index.bench.IndexBenchmark;
import io.retrievaldefense.index.build.BuildSettings;
import io.retrievaldefense.index.build.VectorIndexBuilder;
import io.retrievaldefense.index.hashing.HashParameters;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.query.HnswIndex;
import io.retrievaldefense.index.query.HnswSettings;
import io.retrievaldefense.index.query.IndexReader;
import io.retrievaldefense.index.query.LshIndex;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.index.shard.Verification;
import io.retrievaldefense.index.vectors.VectorReader;
import io.retrievaldefense.indexing.HeardOpening;
import io.retrievaldefense.pipeline.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The program of one JVM of {@link IndexComparison}: builds the index, or opens it with one engine
 * and measures. Its arguments are the files of specification and result.
 */
final class IndexTrial {
  /** Of generated vectors. */
  static final long DATA_SEED = 1;

  private final IndexTrialSpec spec;
  private final IndexStore store;
  private final long began = System.nanoTime();
  private double seconds;
  private long held;

  private IndexTrial(IndexTrialSpec spec) {
    this.spec = spec;
    store = IndexStore.at(indexFolder(spec));
  }

  static Path indexFolder(IndexTrialSpec spec) {
    return Path.of(spec.folder(), "index");
  }

  private static Path truthFile(IndexTrialSpec spec) {
    return Path.of(spec.folder(), "truth.json");
  }

  /**
   * Runs a trial.
   *
   * @param arguments files of specification and result
   */
  public static void main(String[] arguments) throws IOException {
    ObjectMapper json = new ObjectMapper();
    IndexTrialSpec spec = json.readValue(Path.of(arguments[0]).toFile(), IndexTrialSpec.class);
    json.writeValue(Path.of(arguments[1]).toFile(), new IndexTrial(spec).run());
  }

  private IndexTrialResult run() throws IOException {
    OperatingSystemMXBean machine =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    List<BenchmarkRow> rows =
        switch (spec.engine()) {
          case "build" -> build();
          case "exact" -> exact();
          case "lsh" -> lsh();
          case "hnsw" -> hnsw();
          case "mllib" -> mllib();
          default -> throw new IllegalArgumentException("engine must be known: " + spec.engine());
        };
    return new IndexTrialResult(
        spec.engine(),
        rows,
        seconds,
        machine.getProcessCpuTime() / 1e9,
        ProcessMemory.peakResidentBytes(),
        held);
  }

  private NeighborIndex open(String engine) throws IOException {
    Console console = new Console(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    HeardOpening opening = new HeardOpening(console.progress("opening " + engine));
    return IndexReader.open(store, store.manifest(), Verification.STRUCTURE, engine, opening);
  }

  private void opened() {
    seconds = (System.nanoTime() - began) / 1e9;
  }

  /** Looks at the heap while the engine is there. */
  private void closing(Object engine) {
    held = ProcessMemory.heldBytes();
    Reference.reachabilityFence(engine);
  }

  static VectorReader vectors(IndexTrialSpec spec) throws IOException {
    return spec.vectors().isEmpty()
        ? IndexComparison.generated(spec.dimension(), spec.generated())
        : VectorReader.open(Path.of(spec.vectors()));
  }

  static float[][] queries(IndexTrialSpec spec) throws IOException {
    try (VectorReader reader =
        spec.queries().isEmpty()
            ? IndexComparison.generatedQueries(
                spec.dimension(), spec.generated(), spec.queryCount())
            : VectorReader.open(Path.of(spec.queries()))) {
      List<float[]> queries = new ArrayList<>();
      float[] query = new float[reader.dimension()];
      while (queries.size() < spec.queryCount() && reader.next(query)) {
        queries.add(query);
        query = new float[reader.dimension()];
      }
      return queries.toArray(float[][]::new);
    }
  }

  private List<BenchmarkRow> build() throws IOException {
    IndexTrialSpec.Hash hash = spec.hash();
    HashParameters parameters =
        new HashParameters(
            hash.functions(), hash.tables(), hash.width(), hash.sketchBits(), hash.seed());
    BuildSettings defaults = BuildSettings.defaults(hash.seed(), "bench");
    BuildSettings settings =
        new BuildSettings(
            parameters,
            defaults.search(),
            defaults.engine(),
            defaults.rowsPerShard(),
            defaults.codeRevision());
    new VectorIndexBuilder(store, settings).build(() -> vectors(spec));
    opened();
    return List.of();
  }

  private List<BenchmarkRow> exact() throws IOException {
    float[][] queries = queries(spec);
    NeighborIndex index = open("exact");
    opened();
    long[][] truth = IndexBenchmark.truth(index, queries, spec.neighbors(), spec.threads());
    new ObjectMapper().writeValue(truthFile(spec).toFile(), truth);
    BenchmarkRow row =
        new IndexBenchmark(queries, truth, spec.rounds())
            .measure(index, "exact", spec.threads(), 0, "batched scan");
    closing(index);
    return List.of(row);
  }

  private IndexBenchmark benchmark() throws IOException {
    float[][] queries = queries(spec);
    long[][] truth = new ObjectMapper().readValue(truthFile(spec).toFile(), long[][].class);
    return new IndexBenchmark(queries, Arrays.copyOf(truth, queries.length), spec.rounds());
  }

  private List<BenchmarkRow> lsh() throws IOException {
    IndexBenchmark benchmark = benchmark();
    IndexManifest manifest = store.manifest();
    LshIndex index = (LshIndex) open("lsh");
    opened();
    HashParameters hash = manifest.schema().hash();
    List<BenchmarkRow> rows = new ArrayList<>();
    for (int probes : spec.efforts()) {
      SearchSettings search =
          new SearchSettings(probes, SearchSettings.UNLIMITED, spec.rerankLimit());
      String parameters =
          "k="
              + hash.functionsPerTable()
              + " L="
              + hash.tables()
              + " w="
              + hash.width()
              + " probes="
              + probes
              + " rerank="
              + spec.rerankLimit();
      rows.add(benchmark.measure(index.with(search), "lsh", spec.threads(), 0, parameters));
    }
    closing(index);
    return rows;
  }

  private List<BenchmarkRow> hnsw() throws IOException {
    IndexBenchmark benchmark = benchmark();
    HnswSettings settings = HnswSettings.DEFAULT;
    HnswIndex index = (HnswIndex) open("hnsw");
    opened();
    List<BenchmarkRow> rows = new ArrayList<>();
    for (int beam : spec.efforts()) {
      String parameters =
          "M=" + settings.links() + " build beam=" + settings.buildBeam() + " beam=" + beam;
      rows.add(
          benchmark.measure(index.withSearchBeam(beam), "hnsw", spec.threads(), 0, parameters));
    }
    closing(index);
    return rows;
  }

  private List<BenchmarkRow> mllib() throws IOException {
    long[][] truth = new ObjectMapper().readValue(truthFile(spec).toFile(), long[][].class);
    try (VectorReader vectors = vectors(spec);
        MllibHashing hashing = MllibHashing.fit(vectors, store.manifest(), spec.threads())) {
      opened();
      BenchmarkRow row = hashing.measure(queries(spec), truth, spec.neighbors(), spec.threads());
      closing(hashing);
      return List.of(row);
    }
  }
}
