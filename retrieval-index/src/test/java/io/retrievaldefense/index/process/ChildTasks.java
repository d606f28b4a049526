package io.retrievaldefense.index.process;

import io.retrievaldefense.index.ObservedFiles;
import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.build.BuildSettings;
import io.retrievaldefense.index.build.VectorIndexBuilder;
import io.retrievaldefense.index.hashing.HashParameters;
import io.retrievaldefense.index.lifecycle.IndexLifecycle;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.manifest.Provenance;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.query.IndexReader;
import io.retrievaldefense.index.query.Neighbor;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.index.query.SearchResult;
import io.retrievaldefense.index.shard.Verification;
import io.retrievaldefense.index.storage.CorruptIndexException;
import io.retrievaldefense.index.storage.SnapshotConflictException;
import io.retrievaldefense.index.vectors.ClusteredVectors;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What tests have another process do; each task prints what became of it. */
public final class ChildTasks {
  static final int BUILD_ROWS = 600;
  private static final int BUILD_DIMENSION = 8;

  private ChildTasks() {}

  /** A task and what it is given. */
  public static void main(String[] arguments) throws IOException {
    IndexStore store = IndexStore.at(arguments[1]);
    switch (arguments[0]) {
      case "build" -> build(store, arguments[2]);
      case "build-forever" -> buildForever(store);
      case "answers" -> answers(store).forEach(System.out::println);
      case "open" -> open();
      case "compact" -> compact(store);
      case "race" -> race(store, arguments[2]);
      default -> throw new IllegalArgumentException("task must be a known one: " + arguments[0]);
    }
  }

  /** Stops for good at a moment like {@code write-3}, the third write, and says so. */
  private static void build(IndexStore store, String moment) throws IOException {
    Map<String, Integer> counts = new HashMap<>();
    ObservedFiles files =
        new ObservedFiles(
            store.files(),
            operation -> {
              int count;
              synchronized (counts) {
                count = counts.merge(operation, 1, Integer::sum);
              }
              if (moment.equals(operation + "-" + count)) {
                System.out.println("stopped");
                sleep();
              }
            });
    System.out.println("committed " + build(new IndexStore(files)).snapshot());
  }

  private static void sleep() {
    while (true) {
      try {
        Thread.sleep(Long.MAX_VALUE);
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody must wake this thread", e);
      }
    }
  }

  /** The index that every build makes. */
  static IndexManifest build(IndexStore store) throws IOException {
    BuildSettings settings =
        new BuildSettings(
            new HashParameters(4, 3, 4f, 64, 1), SearchSettings.DEFAULT, "lsh", 250, "test");
    return new VectorIndexBuilder(store, settings)
        .build(() -> new ClusteredVectors(BUILD_DIMENSION, 0, BUILD_ROWS, 9));
  }

  private static void buildForever(IndexStore store) throws IOException {
    while (true) {
      System.out.println(build(store).snapshot());
    }
  }

  /** What 20 queries find by both engines, in words that two processes can compare. */
  public static List<String> answers(IndexStore store) throws IOException {
    IndexManifest manifest = store.manifest();
    int dimension = manifest.schema().dimension();
    float[][] queries = new float[20][dimension];
    try (ClusteredVectors vectors = new ClusteredVectors(dimension, 1L << 40, 20, 9)) {
      for (float[] query : queries) {
        vectors.next(query);
      }
    }
    List<String> answers = new ArrayList<>();
    for (String engine : List.of("exact", "lsh")) {
      try (NeighborIndex index = IndexReader.open(store, manifest, Verification.CONTENT, engine)) {
        float[] feature = new float[index.featureDimension()];
        for (SearchResult result : index.searchBatch(queries, 5, 1)) {
          for (Neighbor neighbor : result.neighbors()) {
            index.copyFeature(neighbor.row(), feature, 0);
            float first = feature.length == 0 ? 0 : feature[feature.length - 1];
            answers.add(neighbor.id() + " " + neighbor.squaredDistance() + " " + first);
          }
        }
      }
    }
    return answers;
  }

  /** Opens every index whose folder it reads and says what that comes to. */
  private static void open() throws IOException {
    BufferedReader input = input();
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      String outcome;
      try {
        outcome = "rows " + IndexReader.open(line).size();
      } catch (CorruptIndexException e) {
        outcome = e.kind() + " " + e.expected() + ", found " + e.found();
      }
      System.out.println(outcome.lines().findFirst().orElseThrow());
    }
  }

  private static BufferedReader input() {
    return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
  }

  private static void compact(IndexStore store) {
    try {
      new IndexLifecycle(store).compact(store.manifest(), 1_000_000);
      System.out.println("compacted");
    } catch (IOException e) {
      System.out.println(e.getMessage());
    }
  }

  /** Commits every snapshot number that it reads, as fast as it can, and says who won. */
  private static void race(IndexStore store, String name) throws IOException {
    IndexManifest base = store.manifest();
    BufferedReader input = input();
    System.out.println("ready");
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      long snapshot = Long.parseLong(line);
      IndexManifest next =
          IndexManifest.of(
              snapshot,
              base.schema(),
              new Provenance("c".repeat(64), name, SampleIndexes.CLASSES),
              "lsh",
              SearchSettings.DEFAULT,
              base.shards());
      try {
        store.commit(next);
        System.out.println("won");
      } catch (SnapshotConflictException e) {
        System.out.println("lost to " + e.winner());
      }
    }
  }
}
