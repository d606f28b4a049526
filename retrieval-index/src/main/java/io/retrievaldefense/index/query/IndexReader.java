package io.retrievaldefense.index.query;

import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.Verification;
import io.retrievaldefense.index.storage.IndexException;
import java.io.IOException;

/** Opens a snapshot with the engine that its manifest names, or with another. */
public final class IndexReader {
  private IndexReader() {}

  /** Opens the latest snapshot at a path or URI, every byte verified. */
  public static NeighborIndex open(String location) throws IOException {
    IndexStore store = IndexStore.at(location);
    return openLatest(store, Verification.CONTENT, null, OpeningProgress.UNHEARD);
  }

  /**
   * Opens the latest snapshot. One that is replaced and collected while it is being opened is not
   * an error: the one that took its place is opened.
   *
   * @param store of the index
   * @param verification how much to read before trusting it
   * @param engine lsh, exact or hnsw; null for the one that the manifest names
   * @param progress hears how far it is
   */
  public static NeighborIndex openLatest(
      IndexStore store, Verification verification, String engine, OpeningProgress progress)
      throws IOException {
    IndexManifest manifest = store.manifest();
    while (true) {
      try {
        String chosen = engine == null ? manifest.engine() : engine;
        return open(store, manifest, verification, chosen, progress);
      } catch (IndexException e) {
        IndexManifest latest = store.manifest();
        if (latest.snapshot() == manifest.snapshot()) {
          throw e;
        }
        manifest = latest;
      }
    }
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
    return open(store, manifest, verification, engine, OpeningProgress.UNHEARD);
  }

  /** As the other; {@code progress} hears how far it is. */
  public static NeighborIndex open(
      IndexStore store,
      IndexManifest manifest,
      Verification verification,
      String engine,
      OpeningProgress progress)
      throws IOException {
    return switch (engine) {
      case "lsh" -> LshIndex.open(store, manifest, verification, progress);
      case "exact" ->
          ExactIndex.over(manifest, ShardSet.open(store, manifest, verification, progress));
      case "hnsw" -> HnswIndex.open(store, manifest, verification, HnswSettings.DEFAULT, progress);
      default -> throw new IllegalArgumentException("engine must be lsh, exact or hnsw: " + engine);
    };
  }
}
