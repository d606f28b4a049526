package io.retrievaldefense.jobs;

import static org.apache.spark.sql.functions.col;

import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.evaluation.Check;
import io.retrievaldefense.attacks.evaluation.ReportChecks;
import io.retrievaldefense.evaluation.BeliefChecks;
import io.retrievaldefense.evaluation.ExampleTable;
import io.retrievaldefense.evaluation.ModelSource;
import io.retrievaldefense.evaluation.NetworkChecks;
import io.retrievaldefense.evaluation.RowChecks;
import io.retrievaldefense.evaluation.StoredExample;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.pipeline.StepContext;
import io.retrievaldefense.report.Checklist;
import io.retrievaldefense.report.EvaluatedModel;
import io.retrievaldefense.report.ResultRow;
import io.retrievaldefense.report.ResultsTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The checklist at the end of an evaluation. */
final class EvaluationChecks {

  /** Examples for the checks that ask the networks: enough for a batch or two. */
  private static final int ASKED = 64;

  /** Stored examples of a model that are audited, the first by id. */
  private static final int AUDITED = 3000;

  private EvaluationChecks() {}

  static Checklist of(
      StepContext context,
      EvaluationSpec spec,
      ModelSource source,
      List<LabeledImage> attacked,
      List<ResultRow> rows,
      ResultsTable table)
      throws IOException {
    List<EvaluatedModel> models = table.models();
    DatasetInfo info = DatasetInfo.read(context.input("prepare"), context.hadoop());
    RowChecks ofRows = new RowChecks(spec.suite(), models, info.classNames().size(), rows);
    List<Example> examples =
        attacked.stream()
            .map(image -> Example.untargeted(image.id(), image.unitPixels(), image.label()))
            .toList();
    List<Example> some = examples.subList(0, Math.min(ASKED, examples.size()));
    NetworkChecks ofNetworks = new NetworkChecks(source, models, some, spec.seed());

    List<Check> checks = new ArrayList<>(ofRows.ofTheReport(table));
    checks.addAll(ofRows.ofMasking());
    checks.addAll(ofNetworks.ofNetworks());
    Path stored = new Path(context.output(), EvaluateAttacks.EXAMPLES);
    checks.add(ofNetworks.audit(examples, model -> stored(context.spark(), stored, model)));
    checks.addAll(new BeliefChecks(models, rows).checks());
    checks.add(
        ReportChecks.provenanceComplete(
            Map.of(
                "seed", Long.toString(spec.seed()),
                "model", spec.extractor().digest(),
                "data", info.digest(),
                "configuration", spec.suite().toString())));
    return new Checklist(checks);
  }

  private static List<StoredExample> stored(SparkSession spark, Path folder, EvaluatedModel model) {
    Dataset<Row> rows =
        spark
            .read()
            .schema(ExampleTable.SCHEMA)
            .parquet(folder.toString())
            .where(col("model").equalTo(model.toString()))
            .orderBy("example", "epsilon", "threat")
            .limit(AUDITED);
    return rows.collectAsList().stream().map(ExampleTable::example).toList();
  }
}
