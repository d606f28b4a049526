package io.retrievaldefense.jobs;

import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.evaluation.Audit;
import io.retrievaldefense.attacks.evaluation.Check;
import io.retrievaldefense.attacks.evaluation.ReportChecks;
import io.retrievaldefense.evaluation.BeliefChecks;
import io.retrievaldefense.evaluation.ModelSource;
import io.retrievaldefense.evaluation.NetworkChecks;
import io.retrievaldefense.evaluation.RowChecks;
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
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/** The checklist at the end of an evaluation. */
final class EvaluationChecks {

  /** Examples for the checks that ask the networks: enough for a batch or two. */
  private static final int ASKED = 64;

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
    checks.add(NetworkChecks.ofAudits(audits(context, spec, source, models, examples)));
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

  private static Map<EvaluatedModel, Audit> audits(
      StepContext context,
      EvaluationSpec spec,
      ModelSource source,
      List<EvaluatedModel> models,
      List<Example> originals)
      throws IOException {
    StoredExamples stored =
        new StoredExamples(context.spark(), new Path(context.output(), EvaluateAttacks.EXAMPLES));
    Map<EvaluatedModel, Audit> audits = new TreeMap<>();
    for (EvaluatedModel model : models) {
      audits.put(
          model,
          context.config().query().isByDriver()
              ? stored.audit(model, source, originals)
              : stored.auditOnExecutors(model, spec, context.hadoop()));
    }
    return audits;
  }
}
