package io.retrievaldefense.index.query;

import java.util.Arrays;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;

/**
 * The nodes of a graph: the live rows in the order they are stored in, which is that of linking. It
 * must not be the order in memory: a graph whose rows are linked cluster by cluster is poorly
 * connected.
 *
 * @param shards of the rows
 * @param order of the vectors in memory
 * @param vectors by position
 * @param dimension d
 * @param positions of the nodes
 */
record GraphNodes(
    ShardSet shards, RowOrder order, RowVectors vectors, int dimension, int[] positions)
    implements RandomVectorScorerSupplier {

  static GraphNodes of(ShardSet shards, RowOrder order, RowVectors vectors, int dimension) {
    int[] live = Arrays.stream(order.positions()).filter(position -> position >= 0).toArray();
    return new GraphNodes(shards, order, vectors, dimension, live);
  }

  int size() {
    return positions.length;
  }

  /** Where the vector of a node is, see {@link RowOrder}. */
  int position(int node) {
    return positions[node];
  }

  /** A scorer of nodes by their distance to a query. */
  NodeScorer scorer(float[] query) {
    return new NodeScorer(this, query);
  }

  @Override
  public RandomVectorScorer scorer(int node) {
    float[] query = new float[dimension];
    shards.copyVector(order.row(positions[node]), query, 0);
    return scorer(query);
  }

  @Override
  public RandomVectorScorerSupplier copy() {
    return this;
  }
}
