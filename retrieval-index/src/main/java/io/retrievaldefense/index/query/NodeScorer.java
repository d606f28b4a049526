package io.retrievaldefense.index.query;

import org.apache.lucene.util.hnsw.RandomVectorScorer;

/** Scores nodes by 1 / (1 + squared distance) to a vector; for one thread. */
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
    return 1 / (1 + squaredDistance(node));
  }

  @Override
  public int maxOrd() {
    return nodes.size();
  }
}
