package io.retrievaldefense.index.tuning;

import io.retrievaldefense.index.hashing.HashParameters;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.projection.Scaling;
import io.retrievaldefense.index.projection.ScalingEstimator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Picks (k, L, w, probes, re-rank limit) for a target recall. No index is built: for every choice
 * the functions that will hash the whole say which of a query's true neighbours are in the buckets
 * it would probe, and what of the sample is; the latter, scaled to the whole, is what the screens
 * have to choose from, and what the query costs.
 *
 * <p>The cost is counted, not timed, so that the choice is the same on every machine and under any
 * load. Its unit is a row met in a bucket, one popcount; a probe, a sketch compared and a
 * re-ranking count as so many of these. Taken is the cheapest choice whose recall reaches the
 * target even two standard errors lower, since the best of many choices owes some of its recall to
 * the queries that it was chosen by.
 */
public final class IndexTuner {
  private final TuningGrid grid;
  private final int sketchBits;
  private final long seed;
  private final Runnable tried;

  /**
   * @param grid what to try
   * @param sketchBits of every choice
   * @param seed of the hash functions
   * @param tried runs after each choice of hash functions, {@link TuningGrid#hashes()} times
   */
  public IndexTuner(TuningGrid grid, int sketchBits, long seed, Runnable tried) {
    this.grid = grid;
    this.sketchBits = sketchBits;
    this.seed = seed;
    this.tried = tried;
  }

  /**
   * Tunes.
   *
   * @param data to look at
   * @param targetRecall above 0, at most 1
   */
  public TuningReport tune(TuningData data, double targetRecall) {
    if (!(targetRecall > 0) || targetRecall > 1) {
      throw new IllegalArgumentException(
          "target recall must be above 0 and at most 1: " + targetRecall);
    }
    Scaling scaling = scaling(data.sample());
    SketchedData sketches =
        new SketchedData(data, new HashParameters(1, 1, 1, sketchBits, seed), scaling);
    SampledNeighbors sampled = new SampledNeighbors(data);
    List<TuningPoint> points = new ArrayList<>();
    for (int k : grid.functionsPerTable()) {
      for (int tables : grid.tables()) {
        for (float width : grid.widths()) {
          HashParameters hash = new HashParameters(k, tables, width, sketchBits, seed);
          points.addAll(measure(data, sketches, sampled, hash, scaling));
          tried.run();
        }
      }
    }
    return report(points, targetRecall);
  }

  private static Scaling scaling(float[][] sample) {
    ScalingEstimator estimator = new ScalingEstimator(sample[0].length);
    for (float[] row : sample) {
      estimator.add(row);
    }
    return estimator.scaling();
  }

  private List<TuningPoint> measure(
      TuningData data,
      SketchedData sketches,
      SampledNeighbors sampled,
      HashParameters hash,
      Scaling scaling) {
    int[] probes = grid.probes().stream().mapToInt(Integer::intValue).sorted().toArray();
    List<TrialScore> scores = new ArrayList<>();
    for (int limit : probes) {
      for (int rerank : grid.rerankLimits()) {
        SearchSettings search = new SearchSettings(limit, SearchSettings.UNLIMITED, rerank);
        scores.add(new TrialScore(hash, search, data.totalRows()));
      }
    }
    HashTrial trial = new HashTrial(data, hash, scaling);
    for (int q = 0; q < data.queries().length; q++) {
      trial.ask(q, probes, new ScreenedQuery(data, sketches, sampled, q, scores));
    }
    return scores.stream().map(TrialScore::point).toList();
  }

  private static TuningReport report(List<TuningPoint> points, double target) {
    List<TuningPoint> byCost = new ArrayList<>(points);
    byCost.sort(
        Comparator.comparingDouble(TuningPoint::cost)
            .thenComparing(Comparator.comparingDouble(TuningPoint::assuredRecall).reversed()));
    List<TuningPoint> frontier = new ArrayList<>();
    for (TuningPoint point : byCost) {
      if (frontier.isEmpty()
          || point.assuredRecall() > frontier.get(frontier.size() - 1).assuredRecall()) {
        frontier.add(point);
      }
    }
    for (TuningPoint point : frontier) {
      if (point.assuredRecall() >= target) {
        String reason =
            "the cheapest of "
                + points.size()
                + " choices that less two standard errors reaches recall "
                + target;
        return new TuningReport(frontier, point, reason);
      }
    }
    TuningPoint best = frontier.get(frontier.size() - 1);
    return new TuningReport(
        frontier,
        best,
        "none of "
            + points.size()
            + " choices less two standard errors reaches recall "
            + target
            + "; this comes nearest");
  }
}
