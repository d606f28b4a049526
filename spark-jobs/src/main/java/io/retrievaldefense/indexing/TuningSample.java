package io.retrievaldefense.indexing;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.index.projection.NamedSeed;
import io.retrievaldefense.index.vectors.VectorReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * What a tuning looks at.
 *
 * @param sample [rows, d], drawn at random
 * @param queries [queries, d], none of them in the sample
 * @param totalRows of the index that is tuned for
 */
public record TuningSample(float[][] sample, float[][] queries, long totalRows) {
  /** Rows of a sample where there are as many. */
  public static final int ROWS = 20_000;

  /** Queries where there are as many. */
  public static final int QUERIES = 500;

  /** With fewer vectors, there is nothing to choose. */
  private static final int LEAST = 20;

  /** Of few vectors, this many times as many are sampled as asked with. */
  private static final int ROWS_PER_QUERY = 4;

  /** Draws from vectors of which one pass is made; the choice depends on seed and order. */
  public static TuningSample of(VectorReader vectors, long seed) throws IOException {
    requireEnough(vectors.size());
    Random random = NamedSeed.random(seed, "tuning sample");
    float[][] drawn = new float[(int) Math.min(vectors.size(), ROWS + QUERIES)][];
    float[] vector = new float[vectors.dimension()];
    // Reservoir sampling (Vitter's algorithm R).
    for (long position = 0; vectors.next(vector); position++) {
      long place = position < drawn.length ? position : random.nextLong(position + 1);
      if (place < drawn.length) {
        drawn[(int) place] = vector.clone();
      }
    }
    shuffle(drawn, random);
    return split(drawn, vectors.size());
  }

  /** Draws from a table; the choice depends on seed and ids, not on the order. */
  public static TuningSample of(VectorTable table, long seed) {
    long rows = table.count();
    requireEnough(rows);
    return split(drawn(table.dataset(), "vector", ROWS + QUERIES, seed), rows);
  }

  /**
   * Draws vectors from a table with a column {@code id}.
   *
   * @param column of array of float
   * @param count how many at most
   * @return in an order that tells nothing of ids
   */
  public static float[][] drawn(Dataset<Row> table, String column, int count, long seed) {
    return table
        .select(
            xxhash64(col("id"), lit(NamedSeed.derive(seed, "tuning sample"))).as("order"),
            col("id").cast(DataTypes.LongType),
            col(column))
        .orderBy("order", "id")
        .limit(count)
        .collectAsList()
        .stream()
        .map(TuningSample::vector)
        .toArray(float[][]::new);
  }

  private static float[] vector(Row row) {
    List<Float> boxed = row.getList(2);
    float[] vector = new float[boxed.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = boxed.get(i);
    }
    return vector;
  }

  private static void requireEnough(long rows) {
    if (rows < LEAST) {
      throw new BadInputException("vectors to tune on must be at least " + LEAST + ": " + rows);
    }
  }

  private static void shuffle(float[][] vectors, Random random) {
    for (int i = vectors.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      float[] moved = vectors[i];
      vectors[i] = vectors[other];
      vectors[other] = moved;
    }
  }

  private static TuningSample split(float[][] drawn, long totalRows) {
    int queries = Math.min(QUERIES, drawn.length / (ROWS_PER_QUERY + 1));
    return new TuningSample(
        Arrays.copyOfRange(drawn, queries, drawn.length), Arrays.copyOf(drawn, queries), totalRows);
  }
}
