package io.retrievaldefense.indexing;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.index.build.VectorIndexBuilder;
import io.retrievaldefense.index.projection.NamedSeed;
import io.retrievaldefense.index.query.NearestVectors;
import io.retrievaldefense.index.vectors.ArrayVectors;
import io.retrievaldefense.index.vectors.CountedVectors;
import io.retrievaldefense.index.vectors.VectorReader;
import io.retrievaldefense.pipeline.Progress;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
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
 * @param neighbors [queries, n, d]: the nearest of each query in the whole; none where the whole
 *     was not compared, see {@link #nearest}
 * @param totalRows of the index that is tuned for
 */
public record TuningSample(
    float[][] sample, float[][] queries, float[][][] neighbors, long totalRows) {
  /** Rows of a sample where there are as many. */
  public static final int ROWS = 20_000;

  /** Queries where there are as many. */
  public static final int QUERIES = 500;

  /** Pairs of queries and vectors that are compared at most, or tuning would take minutes. */
  private static final long PAIRS = 2_000_000_000L;

  /** With fewer vectors, there is nothing to choose; with fewer queries, nothing to see. */
  private static final int LEAST = 20;

  /** Of few vectors, this many times as many are sampled as asked with. */
  private static final int ROWS_PER_QUERY = 4;

  /** A vector and its number. */
  private record Drawn(long row, float[] vector) {}

  /** Without the nearest in the whole. */
  public TuningSample(float[][] sample, float[][] queries, long totalRows) {
    this(sample, queries, new float[0][][], totalRows);
  }

  /**
   * Draws from vectors and compares the queries with all of them: two passes, of which the second
   * takes about 10 ns for each pair. The choice depends on seed and order.
   *
   * @param source of the vectors, the same each time
   * @param neighbors n, how many nearest
   * @param progress counts the vectors of each pass
   */
  public static TuningSample of(
      VectorIndexBuilder.Source source, int neighbors, long seed, Progress progress)
      throws IOException {
    List<Drawn> drawn;
    long rows;
    try (VectorReader vectors = pass(source, "drawing a sample to tune on", progress)) {
      rows = vectors.size();
      requireEnough(rows);
      drawn = draw(vectors, NamedSeed.random(seed, "tuning sample"));
    }
    int asking = (int) Math.min(queries(drawn.size()), Math.max(LEAST, PAIRS / rows));
    List<Drawn> queries = drawn.subList(0, asking);
    float[][] asked = vectors(queries);
    long[] numbers = queries.stream().mapToLong(Drawn::row).toArray();
    try (VectorReader vectors = pass(source, "comparing queries with all vectors", progress)) {
      return new TuningSample(
          vectors(drawn.subList(queries.size(), drawn.size())),
          asked,
          NearestVectors.of(vectors, asked, numbers, neighbors),
          rows);
    }
  }

  private static VectorReader pass(VectorIndexBuilder.Source source, String what, Progress progress)
      throws IOException {
    VectorReader vectors = source.open();
    progress.begin(what, vectors.size());
    return new CountedVectors(vectors, progress::advance);
  }

  private static List<Drawn> draw(VectorReader vectors, Random random) throws IOException {
    Drawn[] drawn = new Drawn[(int) Math.min(vectors.size(), ROWS + QUERIES)];
    float[] vector = new float[vectors.dimension()];
    // Reservoir sampling (Vitter's algorithm R).
    for (long row = 0; vectors.next(vector); row++) {
      long place = row < drawn.length ? row : random.nextLong(row + 1);
      if (place < drawn.length) {
        drawn[(int) place] = new Drawn(row, vector.clone());
      }
    }
    List<Drawn> shuffled = Arrays.asList(drawn);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }

  private static float[][] vectors(List<Drawn> drawn) {
    return drawn.stream().map(Drawn::vector).toArray(float[][]::new);
  }

  /**
   * The nearest of each query: in the whole, or where that was not compared in the sample, whose
   * neighbours are farther away and so harder to find.
   *
   * @param n how many
   */
  public float[][][] nearest(int n) throws IOException {
    if (neighbors.length > 0) {
      return neighbors;
    }
    long[] none = new long[queries.length];
    Arrays.fill(none, -1);
    return NearestVectors.of(new ArrayVectors(sample), queries, none, n);
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

  private static int queries(int drawn) {
    return Math.min(QUERIES, drawn / (ROWS_PER_QUERY + 1));
  }

  private static TuningSample split(float[][] drawn, long totalRows) {
    int queries = queries(drawn.length);
    return new TuningSample(
        Arrays.copyOfRange(drawn, queries, drawn.length), Arrays.copyOf(drawn, queries), totalRows);
  }
}
