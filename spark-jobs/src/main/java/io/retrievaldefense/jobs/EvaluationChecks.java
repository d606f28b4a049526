package io.retrievaldefense.jobs;

import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.evaluation.Check;
import io.retrievaldefense.attacks.evaluation.ReportChecks;
import io.retrievaldefense.evaluation.Audits;
import io.retrievaldefense.evaluation.BeliefChecks;
import io.retrievaldefense.evaluation.Examples;
import io.retrievaldefense.evaluation.ModelSource;
import io.retrievaldefense.evaluation.NetworkChecks;
import io.retrievaldefense.evaluation.ResultTable;
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
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;

/** The checklist at the end of an evaluation. */
final class EvaluationChecks {

  /** Examples for the checks that ask the networks: enough for a batch or two. */
  private static final int ASKED = 64;

  /** About so many stored examples of each model are audited: those of the first images by id. */
  private static final int AUDITED = 3000;

  private final StepContext context;
  private final EvaluationSpec spec;
  private final ModelSource source;
  private final List<LabeledImage> attacked;

  /**
   * @param source the models, for the calling thread
   * @param attacked the attacked images, by id; without pixels where executors attacked them
   */
  EvaluationChecks(
      StepContext context, EvaluationSpec spec, ModelSource source, List<LabeledImage> attacked) {
    this.context = context;
    this.spec = spec;
    this.source = source;
    this.attacked = attacked;
  }

  /** Of all rows, the table of them, and what is stored of them. */
  Checklist of(List<ResultRow> rows, ResultsTable table, StoredExamples stored) throws IOException {
    List<EvaluatedModel> models = table.models();
    DatasetInfo info = DatasetInfo.read(context.input("prepare"), context.hadoop());
    RowChecks ofRows = new RowChecks(spec.suite(), models, info.classNames().size(), rows);
    context.progress().note("checklist: asking the networks");
    List<Example> asked = examples(first(ASKED));
    NetworkChecks ofNetworks = new NetworkChecks(source, models, asked, spec.seed());

    List<Check> checks = new ArrayList<>(ofRows.ofTheReport(table));
    checks.addAll(ofRows.ofMasking());
    checks.addAll(ofNetworks.ofNetworks());
    checks.add(audits(stored).check(models));
    checks.addAll(
        new BeliefChecks(models, rows, context.config().classifier().isByLabels()).checks());
    checks.add(
        ReportChecks.provenanceComplete(
            rows.stream().filter(row -> !row.isClean()).count(),
            ResultTable.reproducible(
                new Path(context.output(), EvaluateAttacks.ATTACKS),
                spec.store().digest(),
                spec.seed(),
                context.hadoop())));
    return new Checklist(checks);
  }

  private Audits audits(StoredExamples stored) throws IOException {
    context.progress().note("checklist: auditing stored examples");
    int ofAnImage = spec.suite().threats().size() * spec.suite().epsilons().size();
    List<LabeledImage> audited = first((AUDITED - 1) / ofAnImage + 1);
    return context.config().query().isByDriver()
        ? stored.audit(source, examples(audited))
        : stored.auditOnExecutors(
            audited.stream().map(LabeledImage::id).collect(Collectors.toSet()));
  }

  private List<LabeledImage> first(int most) {
    return attacked.subList(0, Math.min(most, attacked.size()));
  }

  /** With their pixels, which are read where the driver has not attacked them itself. */
  private List<Example> examples(List<LabeledImage> images) throws IOException {
    List<LabeledImage> whole = images;
    if (!context.config().query().isByDriver()) {
      Set<Long> ids = images.stream().map(LabeledImage::id).collect(Collectors.toSet());
      Map<Long, LabeledImage> read =
          SplitImages.read(context.input("prepare"), Split.TEST, ids, context.hadoop());
      whole = images.stream().map(image -> read.get(image.id())).toList();
    }
    return Examples.of(whole);
  }
}
