package io.retrievaldefense.evaluation;

import io.retrievaldefense.attacks.Seeds;
import io.retrievaldefense.report.EvaluatedModel;
import io.retrievaldefense.report.ResultRow;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Rows of an evaluation as Parquet: one per (example, model, attack, threat, epsilon, group). The
 * digest is of everything that decides the numbers: models, indexes, images, attacks and seed.
 */
public final class ResultTable {

  private record Digested(ResultRow result, String digest) {}

  private static final TableOf<Digested> TABLE =
      new TableOf<Digested>()
          .with("example", DataTypes.LongType, of -> of.result().exampleId())
          .with("label", DataTypes.IntegerType, of -> of.result().label())
          .with("model", DataTypes.StringType, of -> of.result().model().toString())
          .with("attack", DataTypes.StringType, of -> of.result().attack())
          .with("threat", DataTypes.StringType, of -> of.result().threat())
          .with("epsilon", DataTypes.DoubleType, of -> of.result().epsilon())
          .with("status", DataTypes.StringType, of -> of.result().status())
          .with("success", DataTypes.BooleanType, of -> of.result().success())
          .with("label_before", DataTypes.IntegerType, of -> of.result().labelBefore())
          .with("label_after", DataTypes.IntegerType, of -> of.result().labelAfter())
          .with("norm", DataTypes.DoubleType, of -> of.result().norm())
          .with("iterations", DataTypes.LongType, of -> of.result().iterations())
          .with("queries", DataTypes.LongType, of -> of.result().queries())
          .with("gradient_calls", DataTypes.LongType, of -> of.result().gradientCalls())
          .with("zero_gradient_steps", DataTypes.LongType, of -> of.result().zeroGradientSteps())
          .with("loss", DataTypes.DoubleType, of -> of.result().loss())
          .with("seed", DataTypes.LongType, of -> of.result().seed())
          .with("restart", DataTypes.IntegerType, of -> of.result().restart())
          .with("group", DataTypes.StringType, of -> of.result().group())
          .with("digest", DataTypes.StringType, Digested::digest);

  /** The columns. */
  public static final StructType SCHEMA = TABLE.schema();

  /** The order in the file of an evaluation, which does not depend on who found what when. */
  private static final Comparator<ResultRow> ORDER =
      Comparator.comparing(ResultRow::group)
          .thenComparing(ResultRow::model)
          .thenComparing(ResultRow::threat)
          .thenComparing(ResultRow::attack)
          .thenComparingDouble(ResultRow::epsilon)
          .thenComparingLong(ResultRow::exampleId)
          .thenComparingInt(ResultRow::restart);

  private ResultTable() {}

  /**
   * Writes rows as one file.
   *
   * @param folder of the table
   * @param rows in any order
   * @param digest of what they depend on
   * @param hadoop Hadoop's settings
   */
  public static void write(
      Path folder, Collection<ResultRow> rows, String digest, Configuration hadoop)
      throws IOException {
    List<Row> sorted = rows.stream().sorted(ORDER).map(result -> row(result, digest)).toList();
    ParquetRows.write(new Path(folder, ParquetRows.ONLY_FILE), SCHEMA, sorted, hadoop);
  }

  /**
   * How many rows of a written table have the digest, and as their seed the one that run seed,
   * example, attack and restart make.
   *
   * @param folder of the table
   * @param digest of what they depend on
   * @param seed of the attacks of the run
   * @param hadoop Hadoop's settings
   */
  public static long reproducible(Path folder, String digest, long seed, Configuration hadoop)
      throws IOException {
    long[] complete = {0};
    ParquetRows.forEach(
        new Path(folder, ParquetRows.ONLY_FILE),
        SCHEMA,
        hadoop,
        row -> {
          ResultRow result = result(row);
          long own = Seeds.derive(seed, result.exampleId(), result.attack(), result.restart());
          complete[0] += row.getString(19).equals(digest) && result.seed() == own ? 1 : 0;
        });
    return complete[0];
  }

  /** A row of the table. */
  public static Row row(ResultRow result, String digest) {
    return TABLE.row(new Digested(result, digest));
  }

  /** What a row of the table says. */
  public static ResultRow result(Row row) {
    return new ResultRow(
        row.getLong(0),
        row.getInt(1),
        EvaluatedModel.of(row.getString(2)),
        row.getString(3),
        row.getString(4),
        row.getDouble(5),
        row.getString(6),
        row.getBoolean(7),
        row.getInt(8),
        row.getInt(9),
        row.getDouble(10),
        row.getLong(11),
        row.getLong(12),
        row.getLong(13),
        row.getLong(14),
        row.getDouble(15),
        row.getLong(16),
        row.getInt(17),
        row.getString(18));
  }
}
