package io.retrievaldefense.index.query;

import io.retrievaldefense.index.manifest.IndexManifest;
import java.io.IOException;
import java.lang.ref.Cleaner;
import org.apache.lucene.util.hnsw.HnswGraphBuilder;
import org.apache.lucene.util.hnsw.OnHeapHnswGraph;

/**
 * What an {@link HnswIndex} has open: shards, their vectors, on the heap if they fit, and the graph
 * that links them.
 */
final class OpenGraph implements Opened {
  private static final long GRAPH_SEED = 42;

  private final ShardSet shards;
  private final RowOrder order;
  private final GraphNodes nodes;
  private final OnHeapHnswGraph graph;
  private final Cleaner.Cleanable heap;

  private OpenGraph(
      IndexManifest manifest,
      ShardSet shards,
      HnswSettings settings,
      HeapBudget.Share share,
      OpeningProgress progress)
      throws IOException {
    this.shards = shards;
    int dimension = manifest.schema().dimension();
    // Linked rows are near rows: they share pages.
    order = RowOrder.near(shards, dimension, progress);
    RowVectors vectors = RowVectors.of(shards, order, dimension, share);
    nodes = GraphNodes.of(shards, order, vectors, dimension);
    graph = graph(nodes, settings, progress);
    heap = share.heldBy(this);
  }

  /**
   * Builds the graph of shards.
   *
   * @param share what of their vectors may be copied to the heap
   */
  static OpenGraph over(
      IndexManifest manifest,
      ShardSet shards,
      HnswSettings settings,
      HeapBudget.Share share,
      OpeningProgress progress)
      throws IOException {
    try {
      return new OpenGraph(manifest, shards, settings, share, progress);
    } catch (IOException | RuntimeException | Error e) {
      share.release();
      throw e;
    }
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

  @Override
  public ShardSet shards() {
    return shards;
  }

  GraphNodes nodes() {
    return nodes;
  }

  OnHeapHnswGraph graph() {
    return graph;
  }

  /** The row of a node. */
  int row(int node) {
    return order.row(nodes.position(node));
  }

  @Override
  public void release() {
    heap.clean();
  }
}
