package io.retrievaldefense.index.build;

import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.query.IndexReader;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.index.query.SearchResult;
import io.retrievaldefense.index.shard.Verification;
import io.retrievaldefense.index.vectors.ClusteredVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Measures how building and searching grow: {@code FOLDER VECTORS [QUERIES]}. Give the JVM the
 * limits to be measured with, {@code -Xmx} and {@code -XX:MaxDirectMemorySize}.
 */
final class ScaleMeasurement {
  private static final int DIMENSION = 64;
  private static final long SEED = 1;

  private ScaleMeasurement() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    long count = Long.parseLong(arguments[1]);
    int queryCount = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 200;
    IndexStore store = IndexStore.at(folder.toString());
    long start = System.nanoTime();
    IndexManifest manifest =
        new VectorIndexBuilder(store, BuildSettings.defaults(SEED, "measurement"))
            .build(() -> new ClusteredVectors(DIMENSION, 0, count, SEED));
    double built = seconds(start);
    print(
        "built %d vectors in %.1f s, %.2f us a vector, %d shards, %.1f bytes a vector; %s",
        count,
        built,
        1e6 * built / count,
        manifest.shards().size(),
        (double) manifest.bytes() / count,
        memory());
    float[][] queries = new float[queryCount][DIMENSION];
    try (ClusteredVectors fresh = new ClusteredVectors(DIMENSION, count, queryCount, SEED)) {
      for (float[] query : queries) {
        fresh.next(query);
      }
    }
    List<SearchResult> truth = search(store, manifest, "exact", queries);
    // Maps go with the objects that hold them.
    System.gc();
    List<SearchResult> found = search(store, manifest, "lsh", queries);
    int hits = 0;
    for (int q = 0; q < queryCount; q++) {
      List<Long> ids = truth.get(q).neighbors().stream().map(n -> n.id()).toList();
      hits += (int) found.get(q).neighbors().stream().filter(n -> ids.contains(n.id())).count();
    }
    print("recall@10 %.3f; %s", hits / (10.0 * queryCount), memory());
  }

  private static List<SearchResult> search(
      IndexStore store, IndexManifest manifest, String engine, float[][] queries)
      throws IOException {
    long start = System.nanoTime();
    try (NeighborIndex index = IndexReader.open(store, manifest, Verification.STRUCTURE, engine)) {
      double opened = seconds(start);
      index.searchBatch(queries, 10, 1);
      start = System.nanoTime();
      List<SearchResult> results = index.searchBatch(queries, 10, 1);
      print(
          "%s: opened in %.1f s, %.1f queries a second on one thread; %s",
          engine, opened, queries.length / seconds(start), memory());
      return results;
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static String memory() throws IOException {
    StringBuilder text = new StringBuilder("heap limit ");
    text.append(Runtime.getRuntime().maxMemory() >> 20).append(" MiB");
    Path status = Path.of("/proc/self/status");
    if (Files.exists(status)) {
      Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("VmHWM") || line.startsWith("RssAnon"))
          .forEach(line -> text.append(", ").append(line.replaceAll("\\s+", " ")));
    }
    return text.toString();
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
