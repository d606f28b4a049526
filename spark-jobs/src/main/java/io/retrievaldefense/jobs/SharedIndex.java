package io.retrievaldefense.jobs;

import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.query.IndexReader;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.index.shard.Verification;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * The indexes that this JVM has open, by location and snapshot: an executor's tasks share one,
 * which stays open for the tasks to come until others have been opened in its place. What is in a
 * snapshot never changes.
 */
final class SharedIndex {

  /** A run has its own, the same searched exactly and a stand-in; a study many runs. */
  private static final int MOST_OPEN = 4;

  /** The ones used last; whoever still searches another keeps it for that long. */
  private static final Map<String, NeighborIndex> OPEN =
      new LinkedHashMap<>(2 * MOST_OPEN, .75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, NeighborIndex> eldest) {
          return size() > MOST_OPEN;
        }
      };

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
    manifest.requireProjection(location, features.projectionDigest());
    manifest.requireExtractor(location, features.extractorDigest());
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
