package io.retrievaldefense.ml;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Queries as they are broadcast.
 *
 * @param ids of the queries
 * @param vectors [queries, d]
 */
record QueryBlock(long[] ids, float[][] vectors) implements Serializable {

  /** From columns id and vector. */
  static QueryBlock collect(Dataset<Row> queries, int dimension) {
    List<Row> rows = queries.collectAsList();
    long[] ids = new long[rows.size()];
    float[][] vectors = new float[rows.size()][];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = rows.get(i).getLong(0);
      Vector vector = rows.get(i).getAs(1);
      PStableLshModel.requireLength(vector, dimension);
      vectors[i] = Columns.floats(vector);
    }
    return new QueryBlock(ids, vectors);
  }
}
