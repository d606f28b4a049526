package io.retrievaldefense.index.query;

import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;

/** Scorers that compare rows with a row, while the graph is built. */
record RowScorerSupplier(ShardSet shards, RowVectors vectors, int dimension)
    implements RandomVectorScorerSupplier {
  @Override
  public RandomVectorScorer scorer(int row) {
    float[] query = new float[dimension];
    shards.copyVector(row, query, 0);
    return new RowScorer(vectors, query, shards.rows());
  }

  @Override
  public RandomVectorScorerSupplier copy() {
    return this;
  }
}
