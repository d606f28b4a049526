package io.retrievaldefense.index.build;

import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.manifest.Provenance;
import io.retrievaldefense.index.projection.Digests;
import io.retrievaldefense.index.projection.ScalingEstimator;
import io.retrievaldefense.index.shard.IndexSchema;
import io.retrievaldefense.index.shard.ShardReceipt;
import io.retrievaldefense.index.shard.ShardWriter;
import io.retrievaldefense.index.vectors.VectorReader;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Builds an index over vectors as they come from a file: ids are row numbers, labels are 0, there
 * is no projection and no feature beside the vector. Reads the vectors twice, first for their
 * centre and scale, and holds one shard on the heap at a time.
 */
public final class VectorIndexBuilder {
  /** Opens the vectors anew for each pass. */
  public interface Source {
    /** The vectors, from the first. */
    VectorReader open() throws IOException;
  }

  private final IndexStore store;
  private final BuildSettings settings;

  /**
   * @param store where to build
   * @param settings how
   */
  public VectorIndexBuilder(IndexStore store, BuildSettings settings) {
    this.store = store;
    this.settings = settings;
  }

  /**
   * Builds and commits the next snapshot.
   *
   * @throws IllegalArgumentException when there are no vectors
   */
  public IndexManifest build(Source source) throws IOException {
    long snapshot = store.nextSnapshot();
    MessageDigest sha = Digests.sha256();
    IndexSchema schema;
    try (VectorReader vectors = source.open()) {
      if (vectors.size() < 1) {
        throw new IllegalArgumentException("vectors must be at least 1: " + vectors.size());
      }
      ScalingEstimator estimator = new ScalingEstimator(vectors.dimension());
      float[] vector = new float[vectors.dimension()];
      while (vectors.next(vector)) {
        estimator.add(vector);
        Digests.update(sha, vector);
      }
      schema =
          new IndexSchema(
              0,
              settings.hash(),
              estimator.scaling(),
              IndexSchema.NO_DIGEST,
              IndexSchema.NO_DIGEST);
    }
    List<ShardReceipt> shards = write(source, schema);
    String dataDigest = HexFormat.of().formatHex(sha.digest());
    IndexManifest manifest =
        IndexManifest.of(
            snapshot,
            schema,
            new Provenance(dataDigest, settings.codeRevision(), 1),
            settings.engine(),
            settings.search(),
            shards);
    store.commit(manifest);
    return manifest;
  }

  private List<ShardReceipt> write(Source source, IndexSchema schema) throws IOException {
    List<ShardReceipt> shards = new ArrayList<>();
    float[] noFeature = new float[0];
    try (VectorReader vectors = source.open()) {
      float[] vector = new float[vectors.dimension()];
      ShardWriter writer = null;
      long id = 0;
      while (vectors.next(vector)) {
        if (writer == null) {
          writer = new ShardWriter(store.files(), schema, settings.search().candidateBudget());
        }
        writer.add(id++, 0, vector, noFeature);
        if (writer.rows() == settings.rowsPerShard()) {
          writer.finish().ifPresent(shards::add);
          writer = null;
        }
      }
      if (writer != null) {
        writer.finish().ifPresent(shards::add);
      }
    }
    return shards;
  }
}
