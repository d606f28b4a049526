package io.retrievaldefense.index.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.shard.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class HeapBudgetTest {
  private static final int ROWS = 1500;
  private static final float[][] VECTORS = SampleIndexes.vectors(ROWS, 5);
  private static final long TABLE_BYTES = ResidentLookup.bytes(ROWS, 4, 1);
  private static final long VECTOR_BYTES = (long) ROWS * SampleIndexes.DIMENSION * Float.BYTES;

  @TempDir Path folder;
  private IndexManifest manifest;
  private ShardSet shards;

  @BeforeEach
  void build() throws IOException {
    IndexStore store = SampleIndexes.build(folder, VECTORS, 2);
    manifest = store.manifest();
    shards = ShardSet.open(store, manifest, Verification.CONTENT);
  }

  private LshIndex open(HeapBudget.Share share) {
    return LshIndex.over(manifest, shards, share, OpeningProgress.UNHEARD);
  }

  private static List<SearchResult> answers(LshIndex index) {
    return index.searchBatch(VECTORS, 5, 1);
  }

  @Test
  void aShareIsLimitedAndGivenBackOnce() {
    HeapBudget budget = new HeapBudget(1000);
    HeapBudget.Share share = budget.share(100);
    assertThat(share.take(101)).isFalse();
    assertThat(share.take(60)).isTrue();
    assertThat(share.take(41)).isFalse();
    assertThat(share.take(40)).isTrue();
    assertThat(budget.left()).isEqualTo(900);
    assertThat(budget.share(2000).take(901)).isFalse();
    share.release();
    share.release();
    assertThat(budget.left()).isEqualTo(1000);
    assertThat(share.take(1)).isFalse();
  }

  @Test
  void indexesThatAreOpenTogetherShareIt() {
    long all = 2 * TABLE_BYTES + VECTOR_BYTES;
    HeapBudget budget = new HeapBudget(all);
    LshIndex first = open(budget.share(all));
    assertThat(budget.left()).isEqualTo(TABLE_BYTES);
    LshIndex second = open(budget.share(all));
    assertThat(budget.left()).isZero();
    LshIndex third = open(budget.share(all));
    assertThat(answers(second)).isEqualTo(answers(first));
    assertThat(answers(third)).isEqualTo(answers(first));

    third.close();
    assertThat(budget.left()).isZero();
    first.with(SearchSettings.EXHAUSTIVE).close();
    first.close();
    assertThat(budget.left()).isEqualTo(TABLE_BYTES + VECTOR_BYTES);
    second.close();
    assertThat(budget.left()).isEqualTo(all);
  }

  @Test
  void vectorsAreCopiedThoughTablesDoNotFit() {
    assertThat(VECTOR_BYTES).isLessThan(TABLE_BYTES);
    HeapBudget budget = new HeapBudget(VECTOR_BYTES);
    LshIndex index = open(budget.share(VECTOR_BYTES));
    assertThat(budget.left()).isZero();
    assertThat(answers(index)).isEqualTo(answers(open(new HeapBudget(0).share(0))));
  }

  @Test
  void aGraphTakesItsVectors() throws IOException {
    HeapBudget budget = new HeapBudget(VECTOR_BYTES);
    OpenGraph graph =
        OpenGraph.over(
            manifest,
            shards,
            HnswSettings.DEFAULT,
            budget.share(VECTOR_BYTES),
            OpeningProgress.UNHEARD);
    assertThat(budget.left()).isZero();
    graph.release();
    assertThat(budget.left()).isEqualTo(VECTOR_BYTES);
  }

  @Test
  void anOpeningThatFailsGivesBackWhatItTook() {
    HeapBudget budget = new HeapBudget(TABLE_BYTES);
    OpeningProgress failing =
        new OpeningProgress() {
          @Override
          public void begin(String what, long units) {
            assertThat(budget.left()).isZero();
            throw new IllegalStateException("enough");
          }

          @Override
          public void advance(long units) {}
        };
    assertThatThrownBy(() -> LshIndex.over(manifest, shards, budget.share(TABLE_BYTES), failing))
        .hasMessage("enough");
    assertThat(budget.left()).isEqualTo(TABLE_BYTES);
  }

  @Test
  @Timeout(60)
  void anIndexThatNobodyClosesGivesBackWhenNobodyCanReachIt() throws InterruptedException {
    HeapBudget budget = new HeapBudget(TABLE_BYTES);
    assertThat(answers(open(budget.share(TABLE_BYTES)))).hasSize(ROWS);
    while (budget.left() < TABLE_BYTES) {
      System.gc();
      Thread.sleep(10);
    }
  }
}
