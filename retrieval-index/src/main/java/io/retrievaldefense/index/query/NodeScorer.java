package io.retrievaldefense.index.query;

import org.apache.lucene.util.hnsw.RandomVectorScorer;

/**
 * Scores nodes by minus the squared distance to a vector: graphs are built and searched by
 * comparing scores, and this one tells distances apart at every scale. For one thread.
 */
final class NodeScorer implements RandomVectorScorer {
  private final GraphNodes nodes;
  private final float[] query;
  private final float[] scratch;

  NodeScorer(GraphNodes nodes, float[] query) {
    this.nodes = nodes;
    this.query = query;
    scratch = new float[query.length];
  }

  float squaredDistance(int node) {
    return nodes.vectors().squaredDistance(query, nodes.position(node), scratch);
  }

  @Override
  public float score(int node) {
    // Minus infinity is what a search begins with, and follows no node that is not above it.
    return Math.max(-squaredDistance(node), -Float.MAX_VALUE);
  }

  @Override
  public int maxOrd() {
    return nodes.size();
  }
}
