package io.retrievaldefense.ml;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What was found for a query, nearest first.
 *
 * @param found at most n rows
 */
record FoundRows(List<Found> found) implements Serializable {

  static final StructType SCHEMA =
      new StructType()
          .add("queryId", DataTypes.LongType, false)
          .add("neighborId", DataTypes.LongType, false)
          .add("distance", DataTypes.DoubleType, false)
          .add("rank", DataTypes.IntegerType, false);

  /** A row of the data set and its squared distance to the query. */
  record Found(long id, float squaredDistance) implements Serializable {}

  private static final Comparator<Found> NEAREST_FIRST =
      Comparator.comparingDouble(Found::squaredDistance).thenComparingLong(Found::id);

  /** The n nearest of both. */
  FoundRows merge(FoundRows other, int n) {
    List<Found> all = new ArrayList<>(found);
    all.addAll(other.found);
    all.sort(NEAREST_FIRST);
    return new FoundRows(new ArrayList<>(all.subList(0, Math.min(n, all.size()))));
  }

  Iterator<Row> rows(long queryId) {
    List<Row> rows = new ArrayList<>(found.size());
    for (int rank = 0; rank < found.size(); rank++) {
      Found one = found.get(rank);
      rows.add(RowFactory.create(queryId, one.id(), Math.sqrt(one.squaredDistance()), rank));
    }
    return rows.iterator();
  }
}
