package io.retrievaldefense.evaluation;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import io.retrievaldefense.attacks.ThreatModel;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * The worst of an example's stored images, by threat model: one that is misclassified before one
 * that is not, then the one of the smallest norm; of robust ones that of the highest loss. A threat
 * model's are taken from all those it includes.
 */
public final class WorstExamples {

  private WorstExamples() {}

  /** One row per (example, model, epsilon) for each threat model under which there is any. */
  public static Dataset<Row> of(Dataset<Row> examples, List<ThreatModel> threats) {
    Column order = when(col("robust"), col("loss").multiply(-1)).otherwise(col("norm"));
    return examples
        .withColumn("threat", explode(including(threats)))
        .withColumn(
            "rank",
            row_number()
                .over(
                    Window.partitionBy("example", "model", "epsilon", "threat")
                        .orderBy(
                            col("robust"), order, col("crafted"), col("attack"), col("restart"))))
        .where(col("rank").equalTo(1))
        .drop("rank");
  }

  /** Of a row, those of the threat models that include what it was crafted under. */
  private static Column including(List<ThreatModel> threats) {
    Column including = array().cast("array<string>");
    for (ThreatModel crafted : ThreatModel.values()) {
      Column[] names =
          threats.stream()
              .filter(threat -> threat.includes(crafted))
              .map(threat -> lit(threat.id()))
              .toArray(Column[]::new);
      including =
          when(col("crafted").equalTo(crafted.id()), array(names).cast("array<string>"))
              .otherwise(including);
    }
    return including;
  }
}
