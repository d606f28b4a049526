package io.retrievaldefense.indexing;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.query.ScreenCounts;
import io.retrievaldefense.index.query.SearchResult;
import io.retrievaldefense.pipeline.Progress;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;

/**
 * Searches an index that no machine needs to hold: each task opens some of its shards and goes over
 * all queries, block by block; answers are merged by squared distance, then id.
 *
 * <p>The answers are those of a search on one machine, bit by bit. For {@code exact} that is in the
 * nature of a merge. {@code lsh} screens candidates by bounds that depend on all of them, so parts
 * first count how many there are at each distance, the sums give the bounds, and only then is
 * anything ranked: a few rounds instead of one, which send counts and no candidates.
 */
public final class DistributedSearch {
  private final SparkSession spark;
  private final String location;
  private final IndexManifest manifest;
  private final Progress progress;

  /**
   * @param spark session whose executors search
   * @param location of the index, a path or URI that all of them reach
   * @param manifest the snapshot to search
   * @param progress where to say how far it is
   */
  public DistributedSearch(
      SparkSession spark, String location, IndexManifest manifest, Progress progress) {
    this.spark = spark;
    this.location = location;
    this.manifest = manifest;
    this.progress = progress;
  }

  /**
   * Compares every query with every row.
   *
   * @param queries of the index's dimension
   * @param neighbors how many, at most the index's size
   */
  public List<SearchResult> exact(QuerySet queries, int neighbors) {
    return rounds(queries)
        .run(
            "comparing with every row",
            (part, block, first) -> BlockAnswers.of(part.exact(block, neighbors)),
            (one, other) -> one.merge(other, neighbors),
            all -> all)
        .stream()
        .flatMap(block -> block.results(neighbors).stream())
        .toList();
  }

  /**
   * Searches by hashes.
   *
   * @param queries of the index's dimension
   * @param neighbors how many, at most the index's size
   * @param settings without a candidate budget, which parts cannot keep each on its own
   * @throws BadInputException when there is one
   */
  public List<SearchResult> lsh(QuerySet queries, int neighbors, SearchSettings settings) {
    if (settings.candidateBudget() != SearchSettings.UNLIMITED) {
      throw new BadInputException(
          "distributed search must have no candidate budget: " + settings.candidateBudget());
    }
    PartRounds rounds = rounds(queries);
    int[] first = firstBounds(rounds, neighbors, settings);
    Screened screened = secondBounds(rounds, neighbors, settings, first);
    int[] outliers = outliers(screened.totals(), neighbors, first);
    int[] second = screened.bounds();
    if (outliers.length > 0) {
      float[][] again =
          IntStream.of(outliers).mapToObj(q -> queries.vectors()[q]).toArray(float[][]::new);
      int[] everyRow = new int[outliers.length];
      Arrays.fill(everyRow, ScreenCounts.EVERY_ROW);
      int[] bounds = secondBounds(rounds.asking(again), neighbors, settings, everyRow).bounds();
      for (int i = 0; i < outliers.length; i++) {
        first[outliers[i]] = ScreenCounts.EVERY_ROW;
        second[outliers[i]] = bounds[i];
      }
    }
    return rounds
        .run(
            "ranking what is left",
            (part, block, at) ->
                BlockAnswers.of(
                    part.rank(
                        block,
                        neighbors,
                        settings,
                        slice(first, at, block.length),
                        slice(second, at, block.length))),
            (one, other) -> one.merge(other, neighbors),
            all -> all)
        .stream()
        .flatMap(block -> block.results(neighbors).stream())
        .toList();
  }

  private int[] firstBounds(PartRounds rounds, int neighbors, SearchSettings settings) {
    return joined(
        rounds.run(
            "counting what the buckets hold",
            (part, block, at) -> part.countMet(block, settings),
            ScreenCounts::plus,
            counts -> counts.firstBounds(neighbors, settings)));
  }

  /** The bounds of the second screen, and how many candidates it was given. */
  private record Screened(int[] bounds, int[] totals) implements Serializable {}

  private static Screened secondBounds(
      PartRounds rounds, int neighbors, SearchSettings settings, int[] first) {
    List<Screened> blocks =
        rounds.run(
            "counting candidates",
            (part, block, at) ->
                part.countCandidates(block, settings, slice(first, at, block.length)),
            ScreenCounts::plus,
            counts -> new Screened(counts.secondBounds(neighbors, settings), counts.totals()));
    return new Screened(
        joined(blocks.stream().map(Screened::bounds).toList()),
        joined(blocks.stream().map(Screened::totals).toList()));
  }

  /** Queries whose buckets hold too few rows, all parts together. */
  private static int[] outliers(int[] totals, int neighbors, int[] first) {
    return IntStream.range(0, totals.length)
        .filter(q -> totals[q] < neighbors && first[q] != ScreenCounts.EVERY_ROW)
        .toArray();
  }

  private static int[] slice(int[] values, int start, int length) {
    return Arrays.copyOfRange(values, start, start + length);
  }

  private static int[] joined(List<int[]> blocks) {
    return blocks.stream().flatMapToInt(IntStream::of).toArray();
  }

  private PartRounds rounds(QuerySet queries) {
    return new PartRounds(spark, progress, location, manifest, queries.vectors());
  }
}
