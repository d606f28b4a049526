package io.retrievaldefense.indexing;

import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.query.PartialIndex;
import io.retrievaldefense.index.shard.Verification;
import java.io.IOException;
import java.io.Serializable;
import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Opens parts of one snapshot on an executor. A part stays open for the rounds to come while there
 * is memory for it.
 *
 * @param location of the index
 * @param snapshot which
 * @param hadoop settings
 */
record PartSource(String location, long snapshot, Broadcast<SerializableConfiguration> hadoop)
    implements Serializable {
  private static final Map<String, SoftReference<PartialIndex>> OPEN = new HashMap<>();

  PartialIndex open(int[] shards) throws IOException {
    IndexStore store = IndexStore.at(location, hadoop.value().value());
    IndexManifest manifest = store.manifest(snapshot);
    // The manifest is part of the key: a folder may have been built again since.
    String key = location + " " + manifest + " " + Arrays.toString(shards);
    synchronized (OPEN) {
      SoftReference<PartialIndex> held = OPEN.get(key);
      PartialIndex part = held == null ? null : held.get();
      if (part == null) {
        part = PartialIndex.open(store, manifest, shards, Verification.CONTENT);
        OPEN.put(key, new SoftReference<>(part));
      }
      return part;
    }
  }
}
