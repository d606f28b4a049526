package io.retrievaldefense.index;

import io.retrievaldefense.index.hashing.HashParameters;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.manifest.Provenance;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.projection.NamedSeed;
import io.retrievaldefense.index.projection.Scaling;
import io.retrievaldefense.index.projection.ScalingEstimator;
import io.retrievaldefense.index.shard.IndexSchema;
import io.retrievaldefense.index.shard.ShardReceipt;
import io.retrievaldefense.index.shard.ShardSeries;
import io.retrievaldefense.index.shard.ShardWriter;
import io.retrievaldefense.index.storage.IndexFiles;
import io.retrievaldefense.index.vectors.ClusteredVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small indexes over clustered Gaussian vectors. */
public final class SampleIndexes {
  public static final int DIMENSION = 16;
  public static final int FEATURE_DIMENSION = 5;
  public static final int CLASSES = 10;
  private static final int CLUSTERS = 20;

  private SampleIndexes() {}

  /** Clustered vectors; the first rows of a longer run are those of a shorter one. */
  public static float[][] vectors(int rows, long seed) {
    Random centres = NamedSeed.random(seed, "centres");
    float[][] centre = new float[CLUSTERS][DIMENSION];
    for (float[] c : centre) {
      fill(c, centres, 3);
    }
    Random random = NamedSeed.random(seed, "rows");
    float[][] vectors = new float[rows][DIMENSION];
    for (float[] vector : vectors) {
      fill(vector, random, 1);
      float[] c = centre[random.nextInt(CLUSTERS)];
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] += c[i];
      }
    }
    return vectors;
  }

  private static void fill(float[] vector, Random random, double deviation) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (deviation * random.nextGaussian());
    }
  }

  public static float[] feature(long id) {
    float[] feature = new float[FEATURE_DIMENSION];
    for (int i = 0; i < feature.length; i++) {
      feature[i] = id + i / 8f;
    }
    return feature;
  }

  public static long id(int row) {
    return 3L * row + 7;
  }

  public static int label(int row) {
    return row % CLASSES;
  }

  public static IndexSchema schema(float[][] vectors) {
    ScalingEstimator estimator = new ScalingEstimator(DIMENSION);
    for (float[] vector : vectors) {
      estimator.add(vector);
    }
    return schema(estimator.scaling());
  }

  public static IndexSchema schema(Scaling scaling) {
    return new IndexSchema(
        FEATURE_DIMENSION,
        new HashParameters(6, 4, 4f, 64, 42),
        scaling,
        "a".repeat(64),
        "b".repeat(64));
  }

  /** Writes the vectors round-robin over shards. */
  public static List<ShardReceipt> write(
      IndexFiles files, IndexSchema schema, float[][] vectors, int shards) throws IOException {
    List<ShardReceipt> receipts = new ArrayList<>();
    for (int s = 0; s < shards; s++) {
      ShardWriter writer = new ShardWriter(files, schema);
      for (int row = s; row < vectors.length; row += shards) {
        writer.add(id(row), label(row), vectors[row], feature(id(row)));
      }
      writer.finish().ifPresent(receipts::add);
    }
    return receipts;
  }

  public static IndexManifest manifest(
      long snapshot, IndexSchema schema, List<ShardReceipt> receipts) {
    return IndexManifest.of(
        snapshot,
        schema,
        new Provenance("c".repeat(64), "test", CLASSES),
        "lsh",
        new SearchSettings(20, SearchSettings.UNLIMITED, 200),
        receipts);
  }

  /** A committed index in a new folder. */
  public static IndexStore build(Path folder, float[][] vectors, int shards) throws IOException {
    IndexStore store = IndexStore.at(folder.toString());
    IndexSchema schema = schema(vectors);
    List<ShardReceipt> receipts = write(store.files(), schema, vectors, shards);
    store.commit(manifest(store.nextSnapshot(), schema, receipts));
    return store;
  }

  /** Committed shards of 1,000 rows of 64 + 1024 floats, 4.5 kB a row. */
  public static IndexManifest buildWide(IndexStore store, int rows) throws IOException {
    IndexSchema schema =
        new IndexSchema(
            1024,
            new HashParameters(6, 4, 4f, 64, 1),
            Scaling.identity(64),
            "a".repeat(64),
            "b".repeat(64));
    float[] vector = new float[64];
    float[] feature = new float[1024];
    try (ClusteredVectors vectors = new ClusteredVectors(64, 0, rows, 9);
        ShardSeries series = new ShardSeries(store.files(), schema, 1000, 1000)) {
      for (int row = 0; row < rows; row++) {
        vectors.next(vector);
        feature[1023] = row;
        series.add(row, row % CLASSES, vector, feature);
      }
      store.commit(manifest(1, schema, series.finish()));
    }
    return store.manifest();
  }
}
