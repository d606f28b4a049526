package io.retrievaldefense.index.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.shard.IndexSchema;
import io.retrievaldefense.index.shard.ShardWriter;
import io.retrievaldefense.index.shard.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeighborIndexTest {
  private static final int ROWS = 1500;
  private static final float[][] VECTORS = SampleIndexes.vectors(ROWS + 100, 1);
  private static final float[][] BASE = Arrays.copyOf(VECTORS, ROWS);
  private static final float[][] QUERIES = Arrays.copyOfRange(VECTORS, ROWS, ROWS + 100);

  @TempDir Path folder;

  private LshIndex lsh(Path where, int shards) throws IOException {
    IndexStore store = SampleIndexes.build(where, BASE, shards);
    return LshIndex.open(store, store.manifest(), Verification.CONTENT);
  }

  private ExactIndex exact(Path where, int shards) throws IOException {
    IndexStore store = SampleIndexes.build(where, BASE, shards);
    return ExactIndex.open(store, store.manifest(), Verification.CONTENT);
  }

  /** The definition, in doubles: no code of the engines in it. */
  private static List<Long> nearest(float[] query, int n) {
    double[] distances = new double[ROWS];
    for (int row = 0; row < ROWS; row++) {
      for (int i = 0; i < query.length; i++) {
        distances[row] += Math.pow((double) query[i] - BASE[row][i], 2);
      }
    }
    List<Integer> rows = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      rows.add(row);
    }
    rows.sort(Comparator.comparingDouble(row -> distances[row]));
    return rows.subList(0, n).stream().map(SampleIndexes::id).toList();
  }

  private static List<Long> ids(SearchResult result) {
    return result.neighbors().stream().map(Neighbor::id).toList();
  }

  /** An answer without row numbers, which alone may depend on the shard layout. */
  private static List<String> answer(SearchResult result) {
    return result.neighbors().stream()
        .map(n -> n.id() + " " + n.label() + " " + n.squaredDistance())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 16})
  void exactFindsTheNearest(int shards) throws IOException {
    ExactIndex index = exact(folder, shards);
    for (float[] query : QUERIES) {
      assertThat(ids(index.search(query, 10))).isEqualTo(nearest(query, 10));
    }
  }

  @Test
  void lshWithAllBucketsEqualsExact() throws IOException {
    LshIndex index = lsh(folder, 4).with(SearchSettings.EXHAUSTIVE);
    ExactIndex exact = exact(folder.resolve("exact"), 2);
    for (float[] query : QUERIES) {
      assertThat(answer(index.search(query, 20))).isEqualTo(answer(exact.search(query, 20)));
    }
  }

  @Test
  void lshFindsMostOfTheNearestAmongFewCandidates() throws IOException {
    LshIndex index = lsh(folder, 4);
    int found = 0;
    long candidates = 0;
    for (float[] query : QUERIES) {
      SearchResult result = index.search(query, 10);
      List<Long> ids = new ArrayList<>(ids(result));
      ids.retainAll(nearest(query, 10));
      found += ids.size();
      candidates += result.stats().distinct();
    }
    // A tenth of the rows: more would be a scan with detours.
    assertThat(found).isGreaterThan(QUERIES.length * 10 * 97 / 100);
    assertThat(candidates / QUERIES.length).isBetween(10L, (long) ROWS / 10);
  }

  @Test
  void answersDoNotDependOnThePartitioning() throws IOException {
    LshIndex one = lsh(folder.resolve("one"), 1);
    for (int shards : new int[] {2, 7, 16, 40}) {
      LshIndex many = lsh(folder.resolve("many" + shards), shards);
      for (SearchSettings settings :
          List.of(
              one.settings(),
              new SearchSettings(5, 60, SearchSettings.UNLIMITED),
              new SearchSettings(20, SearchSettings.UNLIMITED, 30),
              new SearchSettings(20, 80, 15))) {
        for (float[] query : QUERIES) {
          SearchResult expected = one.with(settings).search(query, 10);
          SearchResult found = many.with(settings).search(query, 10);
          assertThat(answer(found)).isEqualTo(answer(expected));
          assertThat(found.stats()).isEqualTo(expected.stats());
        }
      }
    }
  }

  @Test
  void batchesEqualSingleSearchesForAnyNumberOfThreads() throws IOException {
    for (NeighborIndex index :
        List.of(lsh(folder.resolve("lsh"), 3), exact(folder.resolve("exact"), 3))) {
      List<SearchResult> expected = new ArrayList<>();
      for (float[] query : QUERIES) {
        expected.add(index.search(query, 7));
      }
      for (int threads : new int[] {1, 2, 5}) {
        assertThat(index.searchBatch(QUERIES, 7, threads)).isEqualTo(expected);
      }
    }
  }

  @Test
  void aBudgetKeepsTheLowestIds() throws IOException {
    LshIndex index = lsh(folder, 3).with(new SearchSettings(20, 50, SearchSettings.UNLIMITED));
    LshIndex unlimited =
        index.with(new SearchSettings(20, SearchSettings.UNLIMITED, SearchSettings.UNLIMITED));
    for (float[] query : QUERIES) {
      int distinct = unlimited.search(query, 1).stats().distinct();
      QueryStats stats = index.search(query, 10).stats();
      assertThat(stats.dropped()).isEqualTo(Math.max(0, distinct - 50));
      if (distinct >= 50) {
        List<Long> lowest =
            ids(unlimited.search(query, distinct)).stream().sorted().limit(50).toList();
        assertThat(ids(index.search(query, 50)).stream().sorted().toList()).isEqualTo(lowest);
      }
    }
  }

  @Test
  void tiesGoToTheLowerId() throws IOException {
    float[][] same = new float[40][SampleIndexes.DIMENSION];
    IndexStore store = IndexStore.at(folder.toString());
    IndexSchema schema = SampleIndexes.schema(BASE);
    store.commit(
        SampleIndexes.manifest(1, schema, SampleIndexes.write(store.files(), schema, same, 5)));
    List<Long> lowest = List.of(7L, 10L, 13L, 16L, 19L);
    for (String engine : List.of("exact", "lsh")) {
      NeighborIndex index = IndexReader.open(store, store.manifest(), Verification.CONTENT, engine);
      assertThat(ids(index.search(new float[SampleIndexes.DIMENSION], 5))).isEqualTo(lowest);
    }
  }

  @Test
  void aShortfallIsSaidAndNeverPadded() throws IOException {
    LshIndex index = lsh(folder, 2).with(new SearchSettings(1, 3, SearchSettings.UNLIMITED));
    SearchResult result = index.search(BASE[0], 10);
    assertThat(result.neighbors()).hasSizeLessThanOrEqualTo(3);
    assertThat(result.stats().shortfall()).isEqualTo(10 - result.neighbors().size());
  }

  @Test
  void anOutlierIsAnsweredAsByExactSearch() throws IOException {
    LshIndex index = lsh(folder.resolve("lsh"), 3);
    float[] outlier = new float[SampleIndexes.DIMENSION];
    Arrays.fill(outlier, 1e6f);
    SearchResult result = index.with(new SearchSettings(1, 2000, 2000)).search(outlier, 10);
    assertThat(answer(result))
        .isEqualTo(answer(exact(folder.resolve("exact"), 1).search(outlier, 10)));
    assertThat(result.stats().distinct()).isEqualTo(ROWS);
    assertThat(result.stats().shortfall()).isZero();
  }

  @Test
  void resultsAreTheSameOnTheHeapAndInTheMaps() throws IOException {
    IndexStore store = SampleIndexes.build(folder, BASE, 5);
    LshIndex mapped = LshIndex.open(store, store.manifest(), Verification.CONTENT, 0);
    LshIndex resident = LshIndex.open(store, store.manifest(), Verification.CONTENT);
    assertThat(mapped.searchBatch(QUERIES, 10, 1)).isEqualTo(resident.searchBatch(QUERIES, 10, 1));
  }

  @Test
  void neighboursCarryLabelAndFeature() throws IOException {
    LshIndex index = lsh(folder, 3);
    float[] target = new float[SampleIndexes.FEATURE_DIMENSION + 2];
    for (int row = 0; row < 50; row++) {
      Neighbor neighbor = index.search(BASE[row], 1).neighbors().get(0);
      assertThat(neighbor.id()).isEqualTo(SampleIndexes.id(row));
      assertThat(neighbor.squaredDistance()).isZero();
      assertThat(neighbor.label()).isEqualTo(SampleIndexes.label(row));
      index.copyFeature(neighbor.row(), target, 2);
      assertThat(Arrays.copyOfRange(target, 2, target.length))
          .isEqualTo(SampleIndexes.feature(neighbor.id()));
    }
  }

  @Test
  void refusesQueriesBeforeAnyWork() throws IOException {
    for (NeighborIndex index :
        List.of(lsh(folder.resolve("lsh"), 3), exact(folder.resolve("exact"), 3))) {
      float[] query = new float[SampleIndexes.DIMENSION];
      assertThatThrownBy(() -> index.search(query, ROWS + 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("number of neighbors must be between 1 and the index size 1500: 1501");
      assertThatThrownBy(() -> index.search(query, 0)).hasMessageEndingWith("1500: 0");
      assertThatThrownBy(() -> index.search(new float[3], 1))
          .hasMessage("query length must be 16: 3");
      assertThatThrownBy(() -> index.searchBatch(new float[][] {query}, 1, 0))
          .hasMessage("threads must be at least 1: 0");
      query[4] = Float.NEGATIVE_INFINITY;
      assertThatThrownBy(() -> index.search(query, 1))
          .hasMessage("query must be finite: -Infinity");
      assertThatThrownBy(() -> index.copyFeature(ROWS, query, 0))
          .hasMessage("row must be between 0 and 1499: 1500");
    }
  }

  @Test
  void sizesAreThoseOfTheData() throws IOException {
    LshIndex index = lsh(folder, 3);
    assertThat(index.size()).isEqualTo(ROWS);
    assertThat(index.dimension()).isEqualTo(SampleIndexes.DIMENSION);
    assertThat(index.featureDimension()).isEqualTo(SampleIndexes.FEATURE_DIMENSION);
    assertThat(index.manifest().snapshot()).isEqualTo(1);
    index.close();
  }

  @Test
  void anEmptyPartitionWritesNothing() throws IOException {
    IndexStore store = IndexStore.at(folder.toString());
    ShardWriter writer = new ShardWriter(store.files(), SampleIndexes.schema(BASE));
    assertThat(writer.finish()).isEmpty();
    assertThat(store.files().list("shards")).isEmpty();
  }
}
