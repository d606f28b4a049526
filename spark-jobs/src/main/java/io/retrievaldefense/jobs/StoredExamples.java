package io.retrievaldefense.jobs;

import static org.apache.spark.sql.functions.col;

import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.evaluation.Audit;
import io.retrievaldefense.evaluation.ExampleTable;
import io.retrievaldefense.evaluation.ModelSource;
import io.retrievaldefense.evaluation.StoredExample;
import io.retrievaldefense.evaluation.UnitEvaluator;
import io.retrievaldefense.report.EvaluatedModel;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The adversarial examples that an evaluation has stored, and their audit. */
final class StoredExamples {

  /** Examples of a model that are audited, the first by id. */
  private static final int AUDITED = 3000;

  private final SparkSession spark;
  private final Path folder;

  /**
   * @param spark reads them
   * @param folder they are in
   */
  StoredExamples(SparkSession spark, Path folder) {
    this.spark = spark;
    this.folder = folder;
  }

  private Dataset<Row> audited(EvaluatedModel model) {
    return spark
        .read()
        .schema(ExampleTable.SCHEMA)
        .parquet(folder.toString())
        .where(col("model").equalTo(model.toString()))
        .orderBy("example", "epsilon", "threat")
        .limit(AUDITED);
  }

  /** By the calling thread, whose models they are. */
  Audit audit(EvaluatedModel model, ModelSource models, List<Example> originals)
      throws IOException {
    List<StoredExample> stored =
        audited(model).collectAsList().stream().map(ExampleTable::example).toList();
    return UnitEvaluator.audit(models, model, stored, originals);
  }

  /** A part to a task, by executors. */
  Audit auditOnExecutors(EvaluatedModel model, EvaluationSpec spec, Configuration hadoop) {
    return UnitRunner.auditOnExecutors(spec, model, audited(model), hadoop);
  }
}
