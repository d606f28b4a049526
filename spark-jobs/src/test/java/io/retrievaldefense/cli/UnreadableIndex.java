package io.retrievaldefense.cli;

import io.retrievaldefense.index.hashing.HashParameters;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.manifest.Provenance;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.projection.Scaling;
import io.retrievaldefense.index.shard.BucketStatistics;
import io.retrievaldefense.index.shard.IndexSchema;
import io.retrievaldefense.index.shard.ShardReceipt;
import java.io.IOException;
import java.util.List;

/** A snapshot without its shard: what is refused for its sake is refused before it is opened. */
final class UnreadableIndex {
  private UnreadableIndex() {}

  static void commit(String location, int dimension, int rows, long lastId) throws IOException {
    IndexStore store = IndexStore.at(location);
    IndexSchema schema =
        new IndexSchema(
            0,
            new HashParameters(2, 3, 1f, 64, 1),
            Scaling.identity(dimension),
            IndexSchema.NO_DIGEST,
            IndexSchema.NO_DIGEST);
    ShardReceipt shard =
        new ShardReceipt(
            "shards/none.shard",
            1000,
            "a".repeat(64),
            rows,
            0,
            lastId,
            new BucketStatistics(1, rows, rows, 0));
    store.commit(
        IndexManifest.of(
            store.nextSnapshot(),
            schema,
            new Provenance(IndexSchema.NO_DIGEST, "test", 2),
            "lsh",
            new SearchSettings(4, 100, 10),
            List.of(shard)));
  }
}
