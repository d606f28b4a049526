package io.retrievaldefense.index.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.shard.Verification;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClosedIndexTest {
  private static final float[][] VECTORS = SampleIndexes.vectors(400, 5);
  private static final int THREADS = 3;

  @TempDir Path folder;
  private IndexStore store;

  @BeforeEach
  void build() throws IOException {
    store = SampleIndexes.build(folder, VECTORS, 3);
  }

  private NeighborIndex open(String engine) throws IOException {
    return IndexReader.open(store, store.manifest(), Verification.CONTENT, engine);
  }

  private static void requireClosed(ThrowingCallable use) {
    assertThatThrownBy(use)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("index must be open: snapshot 1 was closed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"exact", "lsh", "hnsw"})
  void isSearchedNoMoreAndTellsAllElse(String engine) throws IOException {
    NeighborIndex index = open(engine);
    long row = index.search(VECTORS[0], 3).neighbors().get(0).row();
    index.close();
    index.close();
    requireClosed(() -> index.search(VECTORS[0], 3));
    requireClosed(() -> index.searchBatch(VECTORS, 3, 2));
    float[] feature = new float[SampleIndexes.FEATURE_DIMENSION];
    requireClosed(() -> index.copyFeature(row, feature, 0));
    assertThat(index.size()).isEqualTo(VECTORS.length);
    assertThat(index.dimension()).isEqualTo(SampleIndexes.DIMENSION);
    assertThat(index.featureDimension()).isEqualTo(SampleIndexes.FEATURE_DIMENSION);
    assertThat(index.manifest()).isEqualTo(store.manifest());
  }

  @Test
  void closesWithThoseThatSearchTheSameInAnotherWay() throws IOException {
    LshIndex lsh = (LshIndex) open("lsh");
    lsh.with(SearchSettings.EXHAUSTIVE).close();
    requireClosed(() -> lsh.search(VECTORS[0], 3));
    HnswIndex hnsw = (HnswIndex) open("hnsw");
    HnswIndex wider = hnsw.withSearchBeam(100);
    hnsw.close();
    requireClosed(() -> wider.search(VECTORS[0], 3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"exact", "lsh", "hnsw"})
  @Timeout(60)
  void searchesThatAreRunningEndAsIfItWereOpen(String engine) throws Exception {
    NeighborIndex index = open(engine);
    List<SearchResult> expected = index.searchBatch(VECTORS, 3, 1);
    CountDownLatch searched = new CountDownLatch(3 * THREADS);
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Void>> searches = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        searches.add(
            pool.submit(
                () -> {
                  while (true) {
                    List<SearchResult> found;
                    try {
                      found = index.searchBatch(VECTORS, 3, 1);
                    } catch (IllegalStateException e) {
                      assertThat(e).hasMessageStartingWith("index must be open");
                      return null;
                    }
                    assertThat(found).isEqualTo(expected);
                    searched.countDown();
                  }
                }));
      }
      searched.await();
      index.close();
      for (Future<Void> search : searches) {
        search.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  /** Threads that searched it, which live on, keep nothing of it either. */
  @Test
  @Timeout(60)
  void itsMemoryIsFreeThoughTheIndexItselfIsKept() throws Exception {
    LshIndex index = (LshIndex) open("lsh");
    index.search(VECTORS[0], 3);
    WeakReference<OpenTables> opened = new WeakReference<>(index.opened());
    index.close();
    while (opened.get() != null) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(index.size()).isEqualTo(VECTORS.length);
  }
}
