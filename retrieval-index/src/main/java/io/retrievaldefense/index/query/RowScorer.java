package io.retrievaldefense.index.query;

import org.apache.lucene.util.hnsw.RandomVectorScorer;

/** Scores rows by 1 / (1 + squared distance) to a vector; for one thread. */
final class RowScorer implements RandomVectorScorer {
  private final RowVectors vectors;
  private final float[] query;
  private final float[] scratch;
  private final int rows;

  RowScorer(RowVectors vectors, float[] query, int rows) {
    this.vectors = vectors;
    this.query = query;
    this.rows = rows;
    scratch = new float[query.length];
  }

  float squaredDistance(int row) {
    return vectors.squaredDistance(query, row, scratch);
  }

  @Override
  public float score(int row) {
    return 1 / (1 + squaredDistance(row));
  }

  @Override
  public int maxOrd() {
    return rows;
  }
}
