package io.retrievaldefense.index.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.retrievaldefense.index.SampleIndexes;
import io.retrievaldefense.index.check.CheckIndex;
import io.retrievaldefense.index.hashing.HashParameters;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.projection.ScalingEstimator;
import io.retrievaldefense.index.query.IndexReader;
import io.retrievaldefense.index.vectors.ArrayVectors;
import io.retrievaldefense.index.vectors.ClusteredVectors;
import io.retrievaldefense.index.vectors.CountedVectors;
import io.retrievaldefense.index.vectors.VectorFiles;
import io.retrievaldefense.index.vectors.VectorReader;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorIndexBuilderTest {
  private static final float[][] VECTORS = SampleIndexes.vectors(250, 3);

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
  void goesOverTheVectorsOnceAfterALookAtASampleOfThem() throws IOException {
    int rows = 250_000;
    AtomicLong reads = new AtomicLong();
    BuildSettings settings =
        new BuildSettings(
            new HashParameters(2, 1, 4f, 64, 1), SearchSettings.DEFAULT, "lsh", 100_000, "test");
    IndexStore store = IndexStore.at(folder.toString());
    IndexManifest manifest =
        new VectorIndexBuilder(store, settings)
            .build(() -> new CountedVectors(new ClusteredVectors(4, 0, rows, 3), reads::addAndGet));
    // A second pass would show.
    assertThat(reads.get()).isEqualTo(rows + 100_000);
    assertThat(manifest.shards()).extracting("rows").containsExactly(100_000, 100_000, 50_000);
    ScalingEstimator all = new ScalingEstimator(4);
    try (VectorReader vectors = new ClusteredVectors(4, 0, rows, 3)) {
      float[] vector = new float[4];
      while (vectors.next(vector)) {
        all.add(vector);
      }
    }
    float scale = all.scaling().scale();
    assertThat(manifest.schema().scaling().scale()).isCloseTo(scale, withinPercentage(2));
    for (int i = 0; i < 4; i++) {
      assertThat(manifest.schema().scaling().centre()[i])
          .isCloseTo(all.scaling().centre()[i], within(0.05f * scale));
    }
  }

  @Test
  void aShardThatCannotBeWrittenEndsTheBuild() throws IOException {
    Files.createFile(folder.resolve("shards"));
    IndexStore store = IndexStore.at(folder.toString());
    assertThatThrownBy(
            () ->
                new VectorIndexBuilder(store, settings(100)).build(() -> new ArrayVectors(VECTORS)))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(store.snapshots()).isEmpty();
  }

  @Test
  void aVectorThatIsNotFiniteIsToldByItsId() {
    float[][] vectors = VECTORS.clone();
    vectors[17] = VECTORS[17].clone();
    vectors[17][3] = Float.NaN;
    VectorRows rows = new VectorRows(() -> new ArrayVectors(vectors), position -> 0, 1, 1000);
    IndexStore store = IndexStore.at(folder.toString());
    assertThatThrownBy(() -> new VectorIndexBuilder(store, settings(100)).build(rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("projected feature must be finite: NaN in the row of id 1017");
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
