package io.retrievaldefense.index.query;

import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.Verification;
import java.io.IOException;

/** Opens a snapshot with the engine that its manifest names, or with another. */
public final class IndexReader {
  private IndexReader() {}

  /** Opens the latest snapshot at a path or URI, every byte verified. */
  public static NeighborIndex open(String location) throws IOException {
    IndexStore store = IndexStore.at(location);
    return open(store, store.manifest(), Verification.CONTENT);
  }

  /** Opens a snapshot with the engine that its manifest names. */
  public static NeighborIndex open(
      IndexStore store, IndexManifest manifest, Verification verification) throws IOException {
    return open(store, manifest, verification, manifest.engine());
  }

  /**
   * Opens a snapshot.
   *
   * @param store of the index
   * @param manifest which snapshot
   * @param verification how much to read before trusting it
   * @param engine lsh, exact or hnsw
   */
  public static NeighborIndex open(
      IndexStore store, IndexManifest manifest, Verification verification, String engine)
      throws IOException {
    return switch (engine) {
      case "lsh" -> LshIndex.open(store, manifest, verification);
      case "exact" -> ExactIndex.open(store, manifest, verification);
      case "hnsw" -> HnswIndex.open(store, manifest, verification, HnswSettings.DEFAULT);
      default -> throw new IllegalArgumentException("engine must be lsh, exact or hnsw: " + engine);
    };
  }
}
