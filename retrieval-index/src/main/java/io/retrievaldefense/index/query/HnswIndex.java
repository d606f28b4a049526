package io.retrievaldefense.index.query;

import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.Verification;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.hnsw.HnswGraphBuilder;
import org.apache.lucene.util.hnsw.HnswGraphSearcher;
import org.apache.lucene.util.hnsw.OnHeapHnswGraph;

/**
 * Searches a hierarchical navigable small-world graph (Malkov and Yashunin 2016) by Lucene, over
 * the vectors of the same shards. The graph is built when the index is opened and lives on the
 * heap; it is the same for the same shard layout, not for another.
 */
public final class HnswIndex extends SnapshotIndex {
  private static final long GRAPH_SEED = 42;

  private final HnswSettings settings;
  private final RowOrder order;
  private final GraphNodes nodes;
  private final OnHeapHnswGraph graph;

  private HnswIndex(
      IndexManifest manifest,
      HnswSettings settings,
      ShardSet shards,
      RowOrder order,
      GraphNodes nodes,
      OnHeapHnswGraph graph) {
    super(manifest, shards);
    this.settings = settings;
    this.order = order;
    this.nodes = nodes;
    this.graph = graph;
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
    int dimension = manifest.schema().dimension();
    // Linked rows are near rows: they share pages.
    RowOrder order = RowOrder.near(shards, dimension, progress);
    RowVectors vectors = RowVectors.of(shards, order, dimension, ResidentLookup.heapLimit());
    GraphNodes nodes = GraphNodes.of(shards, order, vectors, dimension);
    OnHeapHnswGraph graph = graph(nodes, settings, progress);
    return new HnswIndex(manifest, settings, shards, order, nodes, graph);
  }

  private static OnHeapHnswGraph graph(
      GraphNodes nodes, HnswSettings settings, OpeningProgress progress) throws IOException {
    progress.begin("building the graph", nodes.size());
    HnswGraphBuilder builder =
        HnswGraphBuilder.create(nodes, settings.links(), settings.buildBeam(), GRAPH_SEED);
    for (int node = 0; node < nodes.size(); node++) {
      builder.addGraphNode(node);
      progress.advance(1);
    }
    return builder.getCompletedGraph();
  }

  /** The same graph, searched with another beam. */
  public HnswIndex withSearchBeam(int beam) {
    HnswSettings other = new HnswSettings(settings.links(), settings.buildBeam(), beam);
    return new HnswIndex(manifest(), other, shards(), order, nodes, graph);
  }

  @Override
  SearchResult answer(float[] query, int n) {
    int beam = (int) Math.min(Math.max(2L * n, settings.searchBeam()), nodes.size());
    NodeScorer scorer = nodes.scorer(query);
    KnnCollector found;
    try {
      found = HnswGraphSearcher.search(scorer, beam, graph, null, Integer.MAX_VALUE);
    } catch (IOException e) {
      throw new UncheckedIOException("a graph on the heap must be readable", e);
    }
    int visited = Math.toIntExact(found.visitedCount());
    TopNeighbors best = new TopNeighbors(n);
    ScoreDoc[] rows = found.topDocs().scoreDocs;
    for (ScoreDoc scored : rows) {
      int row = order.row(nodes.position(scored.doc));
      best.offer(scorer.squaredDistance(scored.doc), shards().id(row), row);
    }
    int shortfall = n - best.size();
    return new SearchResult(
        best.drain(shards()), new QueryStats(0, visited, visited, 0, rows.length, shortfall));
  }
}
