package io.retrievaldefense.jobs;

import io.retrievaldefense.images.SeededSplit;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.projection.NamedSeed;
import io.retrievaldefense.index.query.IndexReader;
import io.retrievaldefense.index.query.LshIndex;
import io.retrievaldefense.index.query.Neighbor;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.index.query.QueryStats;
import io.retrievaldefense.index.query.SearchResult;
import io.retrievaldefense.index.shard.Verification;
import io.retrievaldefense.pipeline.Progress;
import io.retrievaldefense.pipeline.StepContext;
import io.retrievaldefense.report.RetrievalQuality;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;

/**
 * Recall against exact search and time per query, on one thread, for a seeded choice of test
 * images.
 */
final class RetrievalMeasurement {

  /** More are slower than exact search would be. */
  private static final int MOST_PROBES = 4096;

  private static final int LEAST_PASSES = 2;
  private static final long TRIED_NANOS = 300_000_000;

  private RetrievalMeasurement() {}

  /**
   * How long it takes, about.
   *
   * @param configured probes; 0 for an engine without them
   * @param pass seconds of a search for all queries
   */
  static double seconds(int configured, double pass) {
    double trial = Math.max(LEAST_PASSES * pass, TRIED_NANOS / 1e9);
    return 2 * pass + (1 + probes(configured).size()) * trial;
  }

  static RetrievalQuality measure(StepContext context) throws IOException {
    Path features = context.input("extract-features");
    IndexStore store =
        IndexStore.at(BuildIndex.path(context.input("build-index")).toString(), context.hadoop());
    IndexManifest manifest = store.manifest();
    List<Integer> sizes = context.config().classifier().neighbors();
    int most = sizes.stream().mapToInt(n -> n).max().orElseThrow();
    float[][] queries = queries(context, features);
    try (NeighborIndex index = IndexReader.open(store, manifest, Verification.STRUCTURE);
        NeighborIndex exact = IndexReader.open(store, manifest, Verification.STRUCTURE, "exact")) {
      List<Integer> probes =
          probes(index instanceof LshIndex lsh ? lsh.settings().probesPerTable() : 0);
      Progress progress = context.progress();
      progress.begin("measuring retrieval", 3 + probes.size());
      List<SearchResult> truth = exact.searchBatch(queries, most, 1);
      progress.advance(1);
      // Once to warm up, or the first queries would be timed while they are compiled.
      index.searchBatch(queries, most, 1);
      progress.advance(1);
      Trial trial = Trial.of(index, queries, most);
      progress.advance(1);
      List<RetrievalQuality.SweepPoint> sweep = new ArrayList<>();
      for (int p : probes) {
        sweep.add(point((LshIndex) index, p, queries, truth, sizes));
        progress.advance(1);
      }
      return new RetrievalQuality(
          manifest.engine(),
          queries.length,
          recalls(truth, trial.found(), sizes),
          trial.micros(),
          trial.mean(QueryStats::candidates),
          trial.mean(QueryStats::reranked),
          sweep,
          shards(manifest),
          index instanceof LshIndex ? BucketSizes.of(store, manifest) : List.of());
    }
  }

  /** A timed search: the fastest of several passes, since the first are being compiled. */
  private record Trial(List<SearchResult> found, double micros) {
    static Trial of(NeighborIndex index, float[][] queries, int most) {
      double fastest = Double.POSITIVE_INFINITY;
      List<SearchResult> found = List.of();
      long begin = System.nanoTime();
      for (int pass = 0; pass < LEAST_PASSES || System.nanoTime() - begin < TRIED_NANOS; pass++) {
        long start = System.nanoTime();
        found = index.searchBatch(queries, most, 1);
        fastest = Math.min(fastest, (System.nanoTime() - start) / 1e3 / queries.length);
      }
      return new Trial(found, fastest);
    }

    double mean(ToIntFunction<QueryStats> what) {
      return found.stream().map(SearchResult::stats).mapToInt(what).average().orElse(0);
    }
  }

  private static SortedMap<Integer, Double> recalls(
      List<SearchResult> truth, List<SearchResult> found, List<Integer> sizes) {
    SortedMap<Integer, Double> recalls = new TreeMap<>();
    for (int n : sizes) {
      recalls.put(n, recall(truth, found, n));
    }
    return recalls;
  }

  /** Doubled up to twice those configured; none for an engine without probes, which has 0. */
  private static List<Integer> probes(int configured) {
    if (configured == 0) {
      return List.of();
    }
    SortedSet<Integer> probes = new TreeSet<>(Set.of(configured));
    for (long p = 1; p <= 2L * configured && p <= MOST_PROBES; p *= 2) {
      probes.add((int) p);
    }
    return List.copyOf(probes);
  }

  private static RetrievalQuality.SweepPoint point(
      LshIndex index,
      int probes,
      float[][] queries,
      List<SearchResult> truth,
      List<Integer> sizes) {
    SearchSettings as = index.settings();
    LshIndex other = index.with(new SearchSettings(probes, as.candidateBudget(), as.rerankLimit()));
    Trial trial = Trial.of(other, queries, Collections.max(sizes));
    return new RetrievalQuality.SweepPoint(
        probes,
        recalls(truth, trial.found(), sizes),
        trial.mean(QueryStats::candidates),
        trial.micros());
  }

  private static float[][] queries(StepContext context, Path features) {
    List<Row> rows =
        FeatureTable.read(context.spark(), features, Split.TEST)
            .select("id", "projected")
            .orderBy("id")
            .collectAsList();
    long[] ids = rows.stream().mapToLong(row -> row.getLong(0)).toArray();
    int count = Math.min(ids.length, context.config().report().recallQueries());
    long[] chosen =
        SeededSplit.disjoint(
                NamedSeed.derive(context.config().seed(), "recall queries"), ids, count)
            .get(0);
    return rows.stream()
        .filter(row -> Arrays.binarySearch(chosen, row.getLong(0)) >= 0)
        .map(row -> FeatureTable.floats(row, 1))
        .toArray(float[][]::new);
  }

  private static double recall(List<SearchResult> truth, List<SearchResult> found, int n) {
    long hits = 0;
    for (int q = 0; q < truth.size(); q++) {
      Set<Long> exact = new HashSet<>(ids(truth.get(q), n));
      hits += ids(found.get(q), n).stream().filter(exact::contains).count();
    }
    return (double) hits / ((long) truth.size() * n);
  }

  private static Set<Long> ids(SearchResult result, int n) {
    return result.neighbors().stream().limit(n).map(Neighbor::id).collect(Collectors.toSet());
  }

  private static List<RetrievalQuality.Shard> shards(IndexManifest manifest) {
    return manifest.shards().stream()
        .map(
            shard ->
                new RetrievalQuality.Shard(
                    shard.name(),
                    shard.rows(),
                    shard.buckets().buckets(),
                    shard.buckets().median(),
                    shard.buckets().largest(),
                    shard.buckets().capped()))
        .toList();
  }
}
