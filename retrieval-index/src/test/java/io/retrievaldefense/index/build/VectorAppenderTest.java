package io.retrievaldefense.index.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.index.hashing.HashParameters;
import io.retrievaldefense.index.lifecycle.IndexLifecycle;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.query.ExactIndex;
import io.retrievaldefense.index.shard.ShardParts;
import io.retrievaldefense.index.shard.Verification;
import io.retrievaldefense.index.vectors.ArrayVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorAppenderTest {
  private static final float[][] VECTORS = {{0, 0}, {1, 0}, {2, 0}, {3, 0}, {4, 0}};
  private static final float[][] MORE = {{9, 0}, {10, 0}};

  @TempDir private Path folder;
  private IndexStore store;

  @BeforeEach
  void openStore() {
    store = IndexStore.at(folder.toString());
  }

  private IndexManifest build(int classes) throws IOException {
    BuildSettings settings =
        new BuildSettings(
            new HashParameters(2, 2, 4f, 64, 1), SearchSettings.DEFAULT, "lsh", 2, "test");
    return new VectorIndexBuilder(store, settings)
        .build(new VectorRows(() -> new ArrayVectors(VECTORS), at -> (int) at % 2, classes, 0));
  }

  private static VectorRows rows(float[][] vectors, int label, long firstId) {
    return new VectorRows(() -> new ArrayVectors(vectors), at -> label, label + 1, firstId);
  }

  @Test
  void appendedRowsAreFoundWithTheirIdsAndLabels() throws IOException {
    IndexManifest base = build(3);
    assertThat(base.shards()).hasSize(3);
    long next = VectorAppender.nextId(base);
    assertThat(next).isEqualTo(5);
    IndexManifest appended = new VectorAppender(store).append(base, rows(MORE, 2, next));
    assertThat(appended.rows()).isEqualTo(7);
    var nearest =
        ExactIndex.open(store, appended, Verification.CONTENT)
            .search(new float[] {10, 0}, 1)
            .neighbors()
            .get(0);
    assertThat(nearest.id()).isEqualTo(6);
    assertThat(nearest.label()).isEqualTo(2);
  }

  @Test
  void rowsThatDoNotFitAreRefused() throws IOException {
    IndexManifest base = build(2);
    assertThatThrownBy(() -> new VectorAppender(store).append(base, rows(MORE, 2, 5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("labels must be below 2: 2");
    float[][] wide = {{1, 2, 3}};
    assertThatThrownBy(() -> new VectorAppender(store).append(base, rows(wide, 0, 5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("vector length must be 2 as in the index: 3");
    assertThatThrownBy(() -> rows(MORE, 0, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("first id must be at least 0: -1");
    assertThat(store.snapshots()).containsExactly(1L);
  }

  @Test
  void theVectorsOfASnapshotComeBackWithoutTheDeleted() throws IOException {
    IndexManifest base = build(2);
    IndexManifest deleted = new IndexLifecycle(store).delete(base, new long[] {1, 4});
    IndexVectors vectors = new IndexVectors(store, deleted);
    assertThat(vectors.size()).isEqualTo(3);
    List<Float> first = new ArrayList<>();
    float[] vector = new float[2];
    while (vectors.next(vector)) {
      first.add(vector[0]);
    }
    assertThat(first).containsExactly(0f, 2f, 3f);
  }

  @Test
  void thePartsAddUpToTheShards() throws IOException {
    IndexManifest manifest = build(2);
    var parts = ShardParts.bytes(manifest.schema(), manifest.shards());
    assertThat(parts).containsKeys("ids", "vectors", "table keys");
    assertThat(parts.values().stream().mapToLong(bytes -> bytes).sum()).isEqualTo(manifest.bytes());
  }
}
