package io.retrievaldefense.index.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.bench.IndexBenchmark;
import io.retrievaldefense.index.lifecycle.IndexLifecycle;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HnswIndexTest {
  private static final int ROWS = 1200;
  private static final float[][] VECTORS = SampleIndexes.vectors(ROWS + 100, 1);
  private static final float[][] BASE = Arrays.copyOf(VECTORS, ROWS);
  private static final float[][] QUERIES = Arrays.copyOfRange(VECTORS, ROWS, ROWS + 100);

  @TempDir Path folder;

  private NeighborIndex open(IndexStore store, String engine) throws IOException {
    return IndexReader.open(store, store.manifest(), Verification.CONTENT, engine);
  }

  @Test
  void findsNearlyAllOfTheNearest() throws IOException {
    IndexStore store = SampleIndexes.build(folder, BASE, 3);
    NeighborIndex hnsw = open(store, "hnsw");
    long[][] truth = IndexBenchmark.truth(open(store, "exact"), QUERIES, 10, 1);
    List<SearchResult> results = hnsw.searchBatch(QUERIES, 10, 1);
    assertThat(IndexBenchmark.recall(results, truth)).isGreaterThan(0.99);
    assertThat(hnsw.searchBatch(QUERIES, 10, 3)).isEqualTo(results);
    assertThat(hnsw.search(QUERIES[3], 10)).isEqualTo(results.get(3));
    assertThat(results.get(0).stats().distinct()).isBetween(100, ROWS);
    assertThat(hnsw.size()).isEqualTo(ROWS);
  }

  @Test
  void distancesLabelsAndFeaturesAreThoseOfTheOtherEngines() throws IOException {
    IndexStore store = SampleIndexes.build(folder, BASE, 2);
    NeighborIndex hnsw = open(store, "hnsw");
    NeighborIndex exact = open(store, "exact");
    float[] feature = new float[SampleIndexes.FEATURE_DIMENSION];
    for (int row = 0; row < 50; row++) {
      Neighbor found = hnsw.search(BASE[row], 1).neighbors().get(0);
      assertThat(found).isEqualTo(exact.search(BASE[row], 1).neighbors().get(0));
      hnsw.copyFeature(found.row(), feature, 0);
      assertThat(feature).isEqualTo(SampleIndexes.feature(found.id()));
    }
  }

  @Test
  void isTheSameForTheSameShardLayout() throws IOException {
    IndexStore store = SampleIndexes.build(folder, BASE, 4);
    assertThat(open(store, "hnsw").searchBatch(QUERIES, 10, 1))
        .isEqualTo(open(store, "hnsw").searchBatch(QUERIES, 10, 1));
  }

  private static float[][] scaled(float[][] vectors, float factor) {
    float[][] scaled = new float[vectors.length][SampleIndexes.DIMENSION];
    for (int row = 0; row < vectors.length; row++) {
      for (int i = 0; i < SampleIndexes.DIMENSION; i++) {
        scaled[row][i] = factor * vectors[row][i];
      }
    }
    return scaled;
  }

  private List<List<Long>> idsAtScale(float factor) throws IOException {
    IndexStore store =
        SampleIndexes.build(folder.resolve("scale-" + factor), scaled(BASE, factor), 3);
    return open(store, "hnsw").searchBatch(scaled(QUERIES, factor), 10, 1).stream()
        .map(result -> result.neighbors().stream().map(Neighbor::id).toList())
        .toList();
  }

  /** By powers of two, which change no bit of a distance but its exponent. */
  @Test
  void whatIsFoundDoesNotDependOnTheScaleOfTheData() throws IOException {
    List<List<Long>> expected = idsAtScale(1);
    assertThat(idsAtScale(0x1p-30f)).isEqualTo(expected);
    assertThat(idsAtScale(0x1p30f)).isEqualTo(expected);
  }

  @Test
  void deletedRowsAreNotFound() throws IOException {
    IndexStore store = SampleIndexes.build(folder, BASE, 2);
    long[] ids = new long[100];
    Arrays.setAll(ids, SampleIndexes::id);
    new IndexLifecycle(store).delete(store.manifest(), ids);
    NeighborIndex hnsw = open(store, "hnsw");
    for (int row = 0; row < 100; row++) {
      assertThat(hnsw.search(BASE[row], 10).neighbors())
          .allMatch(neighbor -> neighbor.id() > SampleIndexes.id(99));
    }
  }

  @Test
  void aWiderBeamVisitsMore() throws IOException {
    IndexStore store = SampleIndexes.build(folder, BASE, 2);
    HnswIndex narrow = ((HnswIndex) open(store, "hnsw")).withSearchBeam(10);
    HnswIndex wide = narrow.withSearchBeam(300);
    assertThat(wide.search(QUERIES[0], 10).stats().distinct())
        .isGreaterThan(narrow.search(QUERIES[0], 10).stats().distinct());
  }

  @Test
  void refusesSettingsOutOfRange() {
    assertThatThrownBy(() -> new HnswSettings(1, 100, 100))
        .hasMessage("links must be between 2 and 512: 1");
    assertThatThrownBy(() -> new HnswSettings(16, 0, 100))
        .hasMessage("build beam must be between 1 and 3200: 0");
    assertThatThrownBy(() -> new HnswSettings(16, 100, 0))
        .hasMessage("search beam must be between 1 and 1048576: 0");
    assertThatThrownBy(
            () -> {
              IndexStore store = SampleIndexes.build(folder, BASE, 1);
              IndexReader.open(store, store.manifest(), Verification.CONTENT, "magic");
            })
        .hasMessage("engine must be lsh, exact or hnsw: magic");
  }
}
