package io.retrievaldefense.index.query;

import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.Verification;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.hnsw.HnswGraphSearcher;

/**
 * Searches a hierarchical navigable small-world graph (Malkov and Yashunin 2016) by Lucene, over
 * the vectors of the same shards. The graph is built when the index is opened and lives on the
 * heap; it is the same for the same shard layout, not for another.
 */
public final class HnswIndex extends SnapshotIndex<OpenGraph> {
  private final HnswSettings settings;

  private HnswIndex(IndexManifest manifest, HnswSettings settings, OpenGraph opened) {
    super(manifest, opened);
    this.settings = settings;
  }

  private HnswIndex(HnswIndex other, HnswSettings settings) {
    super(other);
    this.settings = settings;
  }

  /**
   * Opens a snapshot and builds the graph.
   *
   * @param store of the index
   * @param manifest which snapshot
   * @param verification how much to read before trusting it
   * @param settings of graph and search
   */
  public static HnswIndex open(
      IndexStore store, IndexManifest manifest, Verification verification, HnswSettings settings)
      throws IOException {
    return open(store, manifest, verification, settings, OpeningProgress.UNHEARD);
  }

  /** As the other; {@code progress} hears how far it is. */
  static HnswIndex open(
      IndexStore store,
      IndexManifest manifest,
      Verification verification,
      HnswSettings settings,
      OpeningProgress progress)
      throws IOException {
    ShardSet shards = ShardSet.open(store, manifest, verification, progress);
    OpenGraph opened = OpenGraph.over(manifest, shards, settings, HeapBudget.ofIndex(), progress);
    return new HnswIndex(manifest, settings, opened);
  }

  /** The same graph, searched with another beam; to close one is to close both. */
  public HnswIndex withSearchBeam(int beam) {
    return new HnswIndex(this, new HnswSettings(settings.links(), settings.buildBeam(), beam));
  }

  @Override
  SearchResult answer(OpenGraph opened, float[] query, int n) {
    GraphNodes nodes = opened.nodes();
    int beam = (int) Math.min(Math.max(2L * n, settings.searchBeam()), nodes.size());
    NodeScorer scorer = nodes.scorer(query);
    KnnCollector found;
    try {
      found = HnswGraphSearcher.search(scorer, beam, opened.graph(), null, Integer.MAX_VALUE);
    } catch (IOException e) {
      throw new UncheckedIOException("a graph on the heap must be readable", e);
    }
    int visited = Math.toIntExact(found.visitedCount());
    TopNeighbors best = new TopNeighbors(n);
    ScoreDoc[] rows = found.topDocs().scoreDocs;
    for (ScoreDoc scored : rows) {
      int row = opened.row(scored.doc);
      best.offer(scorer.squaredDistance(scored.doc), opened.shards().id(row), row);
    }
    int shortfall = n - best.size();
    return new SearchResult(
        best.drain(opened.shards()),
        new QueryStats(0, visited, visited, 0, rows.length, shortfall));
  }
}
