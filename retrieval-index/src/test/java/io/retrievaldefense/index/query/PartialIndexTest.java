package io.retrievaldefense.index.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.index.build.BuildSettings;
import io.retrievaldefense.index.build.VectorIndexBuilder;
import io.retrievaldefense.index.hashing.HashParameters;
import io.retrievaldefense.index.lifecycle.IndexLifecycle;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.shard.Verification;
import io.retrievaldefense.index.vectors.ClusteredVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartialIndexTest {
  private static final int ROWS = 3000;
  private static final int DIMENSION = 16;

  @TempDir private Path folder;

  private IndexStore store;

  /** Ten shards, a few rows of each deleted. */
  private IndexManifest build(int sketchBits) throws IOException {
    store = IndexStore.at(folder.toString());
    BuildSettings settings =
        new BuildSettings(
            new HashParameters(4, 3, 3f, sketchBits, 5),
            SearchSettings.DEFAULT,
            "lsh",
            ROWS / 10,
            "test");
    IndexManifest built =
        new VectorIndexBuilder(store, settings)
            .build(() -> new ClusteredVectors(DIMENSION, 0, ROWS, 9));
    long[] deleted = IntStream.range(0, 40).mapToLong(i -> 71L * i).toArray();
    return new IndexLifecycle(store).delete(built, deleted);
  }

  /** Near the data, and one that is near nothing. */
  private static float[][] queries() throws IOException {
    float[][] queries = new float[60][DIMENSION];
    try (ClusteredVectors reader = new ClusteredVectors(DIMENSION, ROWS, 60, 9)) {
      for (float[] query : queries) {
        reader.next(query);
      }
    }
    Arrays.fill(queries[7], 1e3f);
    return queries;
  }

  private List<PartialIndex> parts(IndexManifest manifest, int[]... shards) throws IOException {
    List<PartialIndex> parts = new ArrayList<>();
    for (int[] some : shards) {
      parts.add(PartialIndex.open(store, manifest, some, Verification.CONTENT));
    }
    return parts;
  }

  private static SearchResult merged(List<SearchResult> shares, int n) {
    List<Neighbor> nearest =
        shares.stream()
            .flatMap(share -> share.neighbors().stream())
            .sorted(
                Comparator.comparingDouble(Neighbor::squaredDistance)
                    .thenComparingLong(Neighbor::id))
            .limit(n)
            .toList();
    QueryStats stats =
        shares.stream()
            .map(SearchResult::stats)
            .reduce(
                (a, b) ->
                    new QueryStats(
                        a.probes(),
                        a.candidates() + b.candidates(),
                        a.distinct() + b.distinct(),
                        0,
                        a.reranked() + b.reranked(),
                        0))
            .orElseThrow();
    return new SearchResult(nearest, stats);
  }

  private static List<SearchResult> merged(List<List<SearchResult>> shares, int queries, int n) {
    return IntStream.range(0, queries)
        .mapToObj(q -> merged(shares.stream().map(share -> share.get(q)).toList(), n))
        .toList();
  }

  private static List<SearchResult> lsh(
      List<PartialIndex> parts, float[][] queries, int n, SearchSettings settings) {
    int[] first =
        parts.stream()
            .map(part -> part.countMet(queries, settings))
            .reduce(ScreenCounts::plus)
            .orElseThrow()
            .firstBounds(n, settings);
    ScreenCounts counts = candidates(parts, queries, settings, first);
    int[] totals = counts.totals();
    for (int q = 0; q < first.length; q++) {
      first[q] = totals[q] < n ? ScreenCounts.EVERY_ROW : first[q];
    }
    int[] second = candidates(parts, queries, settings, first).secondBounds(n, settings);
    return merged(
        parts.stream().map(part -> part.rank(queries, n, settings, first, second)).toList(),
        queries.length,
        n);
  }

  private static ScreenCounts candidates(
      List<PartialIndex> parts, float[][] queries, SearchSettings settings, int[] first) {
    return parts.stream()
        .map(part -> part.countCandidates(queries, settings, first))
        .reduce(ScreenCounts::plus)
        .orElseThrow();
  }

  /** On a cluster the last round of a part may run where none of the others did. */
  @Test
  void aPartRanksWithoutHavingCounted() throws IOException {
    IndexManifest manifest = build(64);
    float[][] queries = queries();
    int[] everyRow = new int[queries.length];
    Arrays.fill(everyRow, ScreenCounts.EVERY_ROW);
    PartialIndex counted = parts(manifest, new int[] {0, 1}).get(0);
    counted.countCandidates(queries, SearchSettings.DEFAULT, everyRow);
    PartialIndex fresh = parts(manifest, new int[] {0, 1}).get(0);

    assertThat(fresh.rank(queries, 5, SearchSettings.DEFAULT, everyRow, everyRow))
        .isEqualTo(counted.rank(queries, 5, SearchSettings.DEFAULT, everyRow, everyRow));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 64, 256})
  void sharesMergedAreTheAnswersOfTheWholeWithTheirStatistics(int sketchBits) throws IOException {
    IndexManifest manifest = build(sketchBits);
    float[][] queries = queries();
    LshIndex whole = LshIndex.open(store, manifest, Verification.CONTENT);
    List<List<PartialIndex>> divisions =
        List.of(
            parts(manifest, new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}),
            parts(manifest, new int[] {0, 1, 2}, new int[] {3, 4, 5, 6, 7, 8}, new int[] {9}));
    for (SearchSettings settings :
        List.of(
            new SearchSettings(1, SearchSettings.UNLIMITED, 5),
            new SearchSettings(6, SearchSettings.UNLIMITED, 30),
            new SearchSettings(20, SearchSettings.UNLIMITED, SearchSettings.UNLIMITED),
            new SearchSettings(SearchSettings.UNLIMITED, SearchSettings.UNLIMITED, 50))) {
      for (int n : new int[] {1, 10, 400}) {
        List<SearchResult> expected = whole.with(settings).searchBatch(queries, n, 1);
        for (List<PartialIndex> parts : divisions) {
          assertThat(lsh(parts, queries, n, settings)).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void exactSharesMergedAreTheExactAnswers() throws IOException {
    IndexManifest manifest = build(64);
    float[][] queries = queries();
    List<SearchResult> expected =
        ExactIndex.open(store, manifest, Verification.CONTENT).searchBatch(queries, 400, 1);
    List<PartialIndex> parts =
        parts(manifest, new int[] {0}, new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
    List<SearchResult> found =
        merged(parts.stream().map(part -> part.exact(queries, 400)).toList(), queries.length, 400);
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void aBudgetIsForTheWholeAndRefused() throws IOException {
    PartialIndex part = parts(build(64), new int[] {0}).get(0);
    assertThatThrownBy(() -> part.countMet(queries(), new SearchSettings(4, 100, 10)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("candidate budget of a part must be unlimited: 100");
  }
}
