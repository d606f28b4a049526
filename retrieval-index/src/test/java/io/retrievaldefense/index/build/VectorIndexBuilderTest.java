package io.retrievaldefense.index.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.index.TestIndexes;
import io.retrievaldefense.index.check.CheckIndex;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.query.IndexReader;
import io.retrievaldefense.index.vectors.ArrayVectors;
import io.retrievaldefense.index.vectors.ClusteredVectors;
import io.retrievaldefense.index.vectors.VectorFiles;
import io.retrievaldefense.index.vectors.VectorReader;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorIndexBuilderTest {
  private static final float[][] VECTORS = TestIndexes.vectors(250, 3);

  @TempDir Path folder;

  private static BuildSettings settings(int rowsPerShard) {
    BuildSettings defaults = BuildSettings.defaults(1, "test");
    return new BuildSettings(
        defaults.hash(), defaults.search(), defaults.engine(), rowsPerShard, "test");
  }

  @Test
  void buildsShardsOfTheSizeAskedForFromAFile() throws IOException {
    Path file = folder.resolve("base.fvecs");
    VectorFiles.writeFvecs(file, VECTORS);
    IndexStore store = IndexStore.at(folder.resolve("index").toString());
    IndexManifest manifest =
        new VectorIndexBuilder(store, settings(100)).build(() -> VectorReader.open(file));
    assertThat(manifest.shards()).extracting("rows").containsExactly(100, 100, 50);
    assertThat(manifest.provenance().dataDigest()).isNotEqualTo("0".repeat(64));
    assertThat(CheckIndex.check(store).findings()).isEmpty();
    var index = IndexReader.open(store.files().location());
    for (int row = 0; row < VECTORS.length; row++) {
      assertThat(index.search(VECTORS[row], 1).neighbors().get(0).id()).isEqualTo(row);
    }
  }

  @Test
  void buildingAgainMakesTheNextSnapshotWithTheSameContent() throws IOException {
    IndexStore store = IndexStore.at(folder.toString());
    VectorIndexBuilder builder = new VectorIndexBuilder(store, settings(1000));
    IndexManifest first = builder.build(() -> new ArrayVectors(VECTORS));
    IndexManifest second = builder.build(() -> new ArrayVectors(VECTORS));
    assertThat(second.snapshot()).isEqualTo(2);
    assertThat(second.shards().get(0).checksum()).isEqualTo(first.shards().get(0).checksum());
    assertThat(second.search()).isEqualTo(SearchSettings.DEFAULT);
  }

  @Test
  void generatedVectorsAreTheSameInAnyParts() throws IOException {
    float[] expected = new float[8];
    float[] found = new float[8];
    VectorReader whole = new ClusteredVectors(8, 0, 50, 7);
    VectorReader part = new ClusteredVectors(8, 20, 30, 7);
    for (int i = 0; i < 20; i++) {
      whole.next(expected);
    }
    for (int i = 20; i < 50; i++) {
      assertThat(whole.next(expected)).isTrue();
      assertThat(part.next(found)).isTrue();
      assertThat(found).isEqualTo(expected);
    }
    assertThat(whole.next(expected)).isFalse();
    assertThat(part.next(found)).isFalse();
  }

  @Test
  void refusesWhatItCannotUse() {
    assertThatThrownBy(() -> settings(0)).hasMessage("rows per shard must be at least 1: 0");
    assertThatThrownBy(() -> new ArrayVectors(new float[0][]))
        .hasMessage("vectors must be at least 1: 0");
    assertThatThrownBy(() -> new ArrayVectors(new float[][] {{1}, {1, 2}}))
        .hasMessage("vector length must be 1: 2");
    assertThatThrownBy(() -> new ClusteredVectors(0, 0, 1, 1))
        .hasMessage("dimension and size must be at least 1, first at least 0: 0, 1, 0");
  }
}
