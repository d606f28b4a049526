package io.retrievaldefense.index.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.lifecycle.IndexLifecycle;
import io.retrievaldefense.index.manifest.IndexStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexRowsTest {
  private static final int ROWS = 50;

  @TempDir private Path folder;

  private static List<Long> ids(IndexRows rows) throws IOException {
    List<Long> ids = new ArrayList<>();
    rows.forEach((id, label, vector, feature) -> ids.add(id));
    return ids;
  }

  @Test
  void rowsOfAnyNumberOfShardsComeInAscendingOrderOfId() throws IOException {
    float[][] vectors = SampleIndexes.vectors(ROWS, 1);
    for (int shards : new int[] {1, 4}) {
      IndexStore store = SampleIndexes.build(folder.resolve("of" + shards), vectors, shards);
      IndexRows rows = IndexRows.open(store, store.manifest());
      assertThat(rows.size()).isEqualTo(ROWS);
      List<Integer> visited = new ArrayList<>();
      rows.forEach(
          (id, label, vector, feature) -> {
            int row = visited.size();
            assertThat(id).isEqualTo(SampleIndexes.id(row));
            assertThat(label).isEqualTo(SampleIndexes.label(row));
            assertThat(vector).isEqualTo(vectors[row]);
            assertThat(feature).isEqualTo(SampleIndexes.feature(id));
            visited.add(row);
          });
      assertThat(visited).hasSize(ROWS);
    }
  }

  @Test
  void deletedRowsAreLeftOut() throws IOException {
    IndexStore store = SampleIndexes.build(folder, SampleIndexes.vectors(ROWS, 1), 3);
    long[] deleted = {SampleIndexes.id(0), SampleIndexes.id(17), SampleIndexes.id(49)};
    var before = store.manifest();
    var after = new IndexLifecycle(store).delete(before, deleted);
    IndexRows rows = IndexRows.open(store, after);
    assertThat(rows.size()).isEqualTo(ROWS - 3);
    assertThat(ids(rows))
        .containsExactlyElementsOf(
            IntStream.range(0, ROWS)
                .filter(row -> row != 0 && row != 17 && row != 49)
                .mapToObj(SampleIndexes::id)
                .toList());
    assertThat(ids(IndexRows.open(store, before))).hasSize(ROWS);
  }

  @Test
  void whatAVisitThrowsEndsIt() throws IOException {
    IndexStore store = SampleIndexes.build(folder, SampleIndexes.vectors(ROWS, 1), 3);
    IndexRows rows = IndexRows.open(store, store.manifest());
    List<Long> ids = new ArrayList<>();
    assertThatThrownBy(
            () ->
                rows.forEach(
                    (id, label, vector, feature) -> {
                      ids.add(id);
                      throw new IOException("disk is full");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("disk is full");
    assertThat(ids).hasSize(1);
  }
}
