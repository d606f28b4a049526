package io.retrievaldefense.jobs;

import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.query.IndexReader;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.index.shard.Verification;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * The indexes that this JVM has open, by location and snapshot: an executor's tasks share one,
 * which stays open for the tasks to come. What is in a snapshot never changes.
 */
final class SharedIndex {

  private static final Map<String, NeighborIndex> OPEN = new HashMap<>();

  private SharedIndex() {}

  /**
   * The latest snapshot at a location; every byte is verified when it is first opened.
   *
   * @throws IOException if it is absent, damaged, or of another projection or extractor
   */
  static NeighborIndex open(String location, FeatureInfo features, Configuration hadoop)
      throws IOException {
    IndexStore store = IndexStore.at(location, hadoop);
    IndexManifest manifest = store.manifest();
    return open(store, manifest, manifest.engine(), location, features);
  }

  /** The same snapshot, compared row by row whatever engine its manifest names. */
  static NeighborIndex exact(String location, FeatureInfo features, Configuration hadoop)
      throws IOException {
    IndexStore store = IndexStore.at(location, hadoop);
    return open(store, store.manifest(), "exact", location, features);
  }

  private static NeighborIndex open(
      IndexStore store,
      IndexManifest manifest,
      String engine,
      String location,
      FeatureInfo features)
      throws IOException {
    manifest.requireProjection(features.projectionDigest());
    manifest.requireExtractor(features.extractorDigest());
    // The manifest is part of the key: a folder may have been built again since.
    String key = engine + " " + location + " " + manifest;
    synchronized (OPEN) {
      NeighborIndex index = OPEN.get(key);
      if (index == null) {
        index = IndexReader.open(store, manifest, Verification.CONTENT, engine);
        OPEN.put(key, index);
      }
      return index;
    }
  }
}
