package io.retrievaldefense.index.tuning;

import io.retrievaldefense.index.bench.IndexBenchmark;
import io.retrievaldefense.index.build.BuildSettings;
import io.retrievaldefense.index.build.VectorIndexBuilder;
import io.retrievaldefense.index.hashing.HashParameters;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.query.ExactIndex;
import io.retrievaldefense.index.query.LshIndex;
import io.retrievaldefense.index.query.QueryStats;
import io.retrievaldefense.index.query.SearchResult;
import io.retrievaldefense.index.shard.Verification;
import io.retrievaldefense.index.vectors.ArrayVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Picks (k, L, w, probes) for a target recall: builds an index over a sample for every choice,
 * searches it with the code that will search the whole, and takes the cheapest that reaches the
 * target.
 *
 * <p>The cost of a query is counted, not timed, so that the choice is the same on every machine and
 * under any load: microseconds by what a probe, a row met, a sketch compared and a re-ranking took
 * when they were measured. What is met grows with the index and is scaled from the sample to the
 * whole; what the screens leave does not. A sample is thinner than the whole and its neighbours are
 * farther away, so recall on the whole is, if anything, higher.
 */
public final class IndexTuner {
  private static final double PROBE_COST = 0.05;
  private static final double MET_COST = 0.004;
  private static final double SKETCH_COST = 0.008;
  private static final double RERANK_COST = 0.08;
  private static final double HASH_COST = 0.03;

  private final TuningGrid grid;
  private final Path workFolder;
  private final int sketchBits;
  private final int rerankLimit;
  private final long seed;
  private final Runnable tried;

  /**
   * @param grid what to try
   * @param workFolder an empty folder for the indexes over the sample; the caller deletes it
   * @param sketchBits of every choice
   * @param rerankLimit of every choice
   * @param seed of the hash functions
   */
  public IndexTuner(TuningGrid grid, Path workFolder, int sketchBits, int rerankLimit, long seed) {
    this(grid, workFolder, sketchBits, rerankLimit, seed, () -> {});
  }

  /**
   * @param grid what to try
   * @param workFolder an empty folder for the indexes over the sample; the caller deletes it
   * @param sketchBits of every choice
   * @param rerankLimit of every choice
   * @param seed of the hash functions
   * @param tried runs after each index over the sample, {@link TuningGrid#indexes()} times
   */
  public IndexTuner(
      TuningGrid grid,
      Path workFolder,
      int sketchBits,
      int rerankLimit,
      long seed,
      Runnable tried) {
    this.grid = grid;
    this.workFolder = workFolder;
    this.sketchBits = sketchBits;
    this.rerankLimit = rerankLimit;
    this.seed = seed;
    this.tried = tried;
  }

  /**
   * Tunes.
   *
   * @param sample [rows, d] of the data, drawn at random
   * @param queries [queries, d], none of them in the sample
   * @param n neighbours that must be found
   * @param targetRecall above 0, at most 1
   * @param totalRows of the whole index
   */
  public TuningReport tune(
      float[][] sample, float[][] queries, int n, double targetRecall, long totalRows)
      throws IOException {
    if (!(targetRecall > 0) || targetRecall > 1) {
      throw new IllegalArgumentException(
          "target recall must be above 0 and at most 1: " + targetRecall);
    }
    if (totalRows < sample.length) {
      throw new IllegalArgumentException(
          "total rows must be at least those of the sample, " + sample.length + ": " + totalRows);
    }
    List<TuningPoint> points = new ArrayList<>();
    long[][] truth = null;
    int number = 0;
    for (int k : grid.functionsPerTable()) {
      for (int tables : grid.tables()) {
        for (float width : grid.widths()) {
          HashParameters hash = new HashParameters(k, tables, width, sketchBits, seed);
          IndexStore store = IndexStore.at(workFolder.resolve("choice-" + number++).toString());
          IndexManifest manifest = build(store, sample, hash);
          if (truth == null) {
            ExactIndex exact = ExactIndex.open(store, manifest, Verification.STRUCTURE);
            truth = IndexBenchmark.truth(exact, queries, n, 1);
          }
          LshIndex index = LshIndex.open(store, manifest, Verification.STRUCTURE);
          double growth = (double) totalRows / sample.length;
          for (int probes : grid.probes()) {
            points.add(measure(index, hash, probes, queries, truth, growth));
          }
          tried.run();
        }
      }
    }
    return report(points, targetRecall);
  }

  private IndexManifest build(IndexStore store, float[][] sample, HashParameters hash)
      throws IOException {
    BuildSettings settings =
        new BuildSettings(hash, SearchSettings.DEFAULT, "lsh", sample.length, "tuning");
    return new VectorIndexBuilder(store, settings).build(() -> new ArrayVectors(sample));
  }

  private TuningPoint measure(
      LshIndex index,
      HashParameters hash,
      int probes,
      float[][] queries,
      long[][] truth,
      double growth) {
    SearchSettings search = new SearchSettings(probes, SearchSettings.UNLIMITED, rerankLimit);
    List<SearchResult> results = index.with(search).searchBatch(queries, truth[0].length, 1);
    double share = 0;
    double cost = HASH_COST * hash.tables() * hash.functionsPerTable();
    for (SearchResult result : results) {
      QueryStats stats = result.stats();
      share += (double) stats.candidates() / index.size() / results.size();
      cost +=
          (PROBE_COST * stats.probes()
                  + growth * MET_COST * stats.candidates()
                  + SKETCH_COST * stats.distinct()
                  + RERANK_COST * stats.reranked())
              / results.size();
    }
    return new TuningPoint(hash, search, IndexBenchmark.recall(results, truth), share, cost);
  }

  private static TuningReport report(List<TuningPoint> points, double target) {
    List<TuningPoint> byCost = new ArrayList<>(points);
    byCost.sort(
        Comparator.comparingDouble(TuningPoint::cost)
            .thenComparing(Comparator.comparingDouble(TuningPoint::recall).reversed()));
    List<TuningPoint> frontier = new ArrayList<>();
    for (TuningPoint point : byCost) {
      if (frontier.isEmpty() || point.recall() > frontier.get(frontier.size() - 1).recall()) {
        frontier.add(point);
      }
    }
    for (TuningPoint point : frontier) {
      if (point.recall() >= target) {
        String reason =
            "the cheapest of " + points.size() + " choices that reaches recall " + target;
        return new TuningReport(frontier, point, reason);
      }
    }
    TuningPoint best = frontier.get(frontier.size() - 1);
    return new TuningReport(
        frontier,
        best,
        "none of " + points.size() + " choices reaches recall " + target + "; this comes nearest");
  }
}
