package io.retrievaldefense.jobs;

import io.retrievaldefense.backend.NativeThreads;
import io.retrievaldefense.evaluation.CostEstimate;
import io.retrievaldefense.evaluation.WorkUnit;
import io.retrievaldefense.pipeline.StepContext;
import io.retrievaldefense.report.ResultRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * Runs an evaluation's stages: what is not kept yet is done, then this stage's rows are read. What
 * a killed evaluation has kept of later stages is not looked at until then, since it would change
 * what the next stage has to do.
 */
final class EvaluationStages implements AutoCloseable {

  private final StepContext context;
  private final EvaluationSpec spec;
  private final EvaluationModels models;
  private final CostEstimate estimate;
  private final List<WorkUnit> done = new ArrayList<>();
  private final List<ResultRow> rows = new ArrayList<>();

  EvaluationStages(StepContext context, EvaluationSpec spec) throws IOException {
    this.context = context;
    this.spec = spec;
    models = new EvaluationModels(spec, context.hadoop());
    estimate = new CostEstimate(spec.suite(), models);
  }

  /** The models, for the calling thread. */
  EvaluationModels models() {
    return models;
  }

  /** The units of all stages that have been run. */
  List<WorkUnit> done() {
    return List.copyOf(done);
  }

  /** The rows of this stage and of those before it. */
  List<ResultRow> run(String what, List<WorkUnit> units) throws IOException {
    if (units.isEmpty()) {
      return List.copyOf(rows);
    }
    List<WorkUnit> missing = spec.store().missing(units, context.hadoop());
    if (!missing.isEmpty()) {
      Map<String, Long> costs = costs(what, units.size(), missing);
      // The longest first, so that what is done last is short and few wait for it.
      missing.sort(Comparator.comparing((WorkUnit unit) -> costs.get(unit.id())).reversed());
      try (EvaluationProgress progress = new EvaluationProgress(context, what, missing, costs)) {
        Configuration hadoop = new Configuration(context.hadoop());
        if (context.config().query().isByDriver()) {
          UnitRunner.onDriver(spec, missing, hadoop, workers(), progress.counters());
        } else {
          UnitRunner.onExecutors(spec, missing, context.javaSpark(), hadoop, progress.counters());
        }
      }
    }
    done.addAll(units);
    rows.addAll(spec.store().rows(units, context.hadoop()));
    return List.copyOf(rows);
  }

  private Map<String, Long> costs(String what, int planned, List<WorkUnit> missing)
      throws IOException {
    Map<String, Long> costs = new HashMap<>();
    double all = 0;
    for (WorkUnit unit : missing) {
      double seconds = estimate.seconds(unit);
      all += seconds;
      costs.put(unit.id(), Math.max(1, Math.round(seconds)));
    }
    context
        .progress()
        .note(
            String.format(
                Locale.ROOT,
                "%s: %d of %d units of work to do, at most %.1f minutes on %d threads",
                what,
                missing.size(),
                planned,
                all / 60 / workers(),
                workers()));
    return costs;
  }

  private int workers() {
    return context.config().query().isByDriver()
        ? NativeThreads.available()
        : context.javaSpark().defaultParallelism();
  }

  @Override
  public void close() {
    models.close();
  }
}
