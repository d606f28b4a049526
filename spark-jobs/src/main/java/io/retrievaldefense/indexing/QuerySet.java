package io.retrievaldefense.indexing;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.index.vectors.VectorReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Queries in the order in which they are answered.
 *
 * @param ids what each is called in the answers
 * @param vectors [queries, d]
 */
public record QuerySet(long[] ids, float[][] vectors) {
  /** Checks that every query has an id. */
  public QuerySet {
    if (ids.length != vectors.length) {
      throw new IllegalArgumentException(
          "queries must have an id each, " + vectors.length + ": " + ids.length);
    }
  }

  /** The vectors of a local file, which are called by their position. */
  public static QuerySet read(Path file) throws IOException {
    float[][] vectors = VectorReader.readAll(file);
    return new QuerySet(LongStream.range(0, vectors.length).toArray(), vectors);
  }

  /** The vectors of a table, in ascending order of id. */
  public static QuerySet read(VectorTable table) {
    List<VectorRow> rows = new ArrayList<>(table.rows().collect());
    rows.sort((a, b) -> Long.compare(a.id(), b.id()));
    return new QuerySet(
        rows.stream().mapToLong(VectorRow::id).toArray(),
        rows.stream().map(VectorRow::vector).toArray(float[][]::new));
  }

  /** How many. */
  public int size() {
    return vectors.length;
  }

  /**
   * Refuses queries that an index cannot answer.
   *
   * @param dimension of the index
   */
  public void require(int dimension) {
    if (vectors.length == 0) {
      throw new BadInputException("queries must be at least 1: 0");
    }
    for (float[] vector : vectors) {
      if (vector.length != dimension) {
        throw new BadInputException(
            "queries must have the index's dimension " + dimension + ": " + vector.length);
      }
      for (float value : vector) {
        if (!Float.isFinite(value)) {
          throw new BadInputException("query must be finite: " + value);
        }
      }
    }
  }
}
