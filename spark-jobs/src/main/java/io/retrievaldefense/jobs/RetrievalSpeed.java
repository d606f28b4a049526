package io.retrievaldefense.jobs;

import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.manifest.Provenance;
import io.retrievaldefense.index.projection.Scaling;
import io.retrievaldefense.index.query.IndexReader;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.index.shard.IndexSchema;
import io.retrievaldefense.index.shard.ShardWriter;
import io.retrievaldefense.index.shard.Verification;
import io.retrievaldefense.indexing.IndexSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.hadoop.fs.FileUtil;

/**
 * How fast this machine is at an index, tried on two small ones of noise, on one thread. What a
 * query costs at another size lies on the line through the two: some of it grows with the rows.
 *
 * @param indexing seconds of a row that is hashed and written
 * @param search seconds of a query
 */
record RetrievalSpeed(double indexing, double search) {
  private static final int ROWS = 8_000;
  private static final int SMALLER = 4;
  private static final int QUERIES = 200;

  /**
   * @param dimension d
   * @param featureLength D
   * @param rows of the index that is asked about
   */
  static RetrievalSpeed measure(RunConfig config, int dimension, int featureLength, long rows)
      throws IOException {
    int large = (int) Math.min(rows, ROWS);
    Path folder = Files.createTempDirectory("retrieval-defense");
    try {
      Trial trial = new Trial(config, dimension, featureLength, folder);
      // The first is compiled while it runs.
      trial.speed(large);
      RetrievalSpeed atSmall = trial.speed(Math.max(1, large / SMALLER));
      RetrievalSpeed atLarge = trial.speed(large);
      double slope = Math.max(0, atLarge.search - atSmall.search) / (large - large / SMALLER + 1);
      return new RetrievalSpeed(atLarge.indexing, atLarge.search + slope * (rows - large));
    } finally {
      FileUtil.fullyDelete(folder.toFile());
    }
  }

  private record Trial(RunConfig config, int dimension, int featureLength, Path folder) {

    RetrievalSpeed speed(int rows) throws IOException {
      IndexSettings settings = IndexSettings.of(config.index(), config.seed());
      IndexSchema schema =
          new IndexSchema(
              featureLength,
              settings.hash(),
              Scaling.identity(dimension),
              IndexSchema.NO_DIGEST,
              IndexSchema.NO_DIGEST);
      IndexStore store = IndexStore.at(Files.createTempDirectory(folder, "index"));
      SplittableRandom random = new SplittableRandom(0);
      float[] feature = vector(featureLength, random);
      long start = System.nanoTime();
      ShardWriter writer =
          new ShardWriter(store.files(), schema, settings.search().candidateBudget());
      for (int id = 0; id < rows; id++) {
        writer.add(id, 0, vector(dimension, random), feature);
      }
      IndexManifest manifest =
          IndexManifest.of(
              store.nextSnapshot(),
              schema,
              new Provenance(IndexSchema.NO_DIGEST, "estimate", 1),
              settings.engine(),
              settings.search(),
              List.of(writer.finish().orElseThrow()));
      store.commit(manifest);
      double indexing = seconds(start) / rows;
      int neighbors = Math.min(rows, Collections.max(config.classifier().neighbors()));
      float[][] queries = new float[QUERIES][];
      for (int q = 0; q < QUERIES; q++) {
        queries[q] = vector(dimension, random);
      }
      try (NeighborIndex index = IndexReader.open(store, manifest, Verification.STRUCTURE)) {
        long asked = System.nanoTime();
        index.searchBatch(queries, neighbors, 1);
        return new RetrievalSpeed(indexing, seconds(asked) / QUERIES);
      }
    }

    private static float[] vector(int length, SplittableRandom random) {
      float[] vector = new float[length];
      for (int i = 0; i < length; i++) {
        vector[i] = (float) random.nextGaussian();
      }
      return vector;
    }

    private static double seconds(long start) {
      return (System.nanoTime() - start) / 1e9;
    }
  }
}
