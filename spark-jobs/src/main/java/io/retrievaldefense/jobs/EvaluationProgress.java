package io.retrievaldefense.jobs;

import io.retrievaldefense.evaluation.WorkUnit;
import io.retrievaldefense.pipeline.StepContext;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Says of a stage how many examples are done, how many of them are robust so far, and how long it
 * will take: work is counted in the seconds that were estimated for it.
 */
final class EvaluationProgress implements AutoCloseable {

  private final StepContext context;
  private final UnitCounters counters;
  private final Map<String, Long> costs;
  private final Map<String, int[]> totals = new TreeMap<>();
  private final Map<String, int[]> counts = new HashMap<>();
  private final Set<String> advanced = new HashSet<>();
  private final ScheduledExecutorService watcher;
  private int seen;

  /**
   * @param units of the stage
   * @param costs seconds by the units' names
   */
  EvaluationProgress(
      StepContext context, String what, List<WorkUnit> units, Map<String, Long> costs) {
    this.context = context;
    this.costs = costs;
    for (WorkUnit unit : units) {
      unit.targets()
          .forEach(
              target ->
                  totals.computeIfAbsent(unit.describe(target), key -> new int[1])[0] +=
                      unit.images().size());
    }
    long all = costs.values().stream().mapToLong(cost -> cost).sum();
    context.progress().begin(what + ", seconds of work", all);
    context.javaSpark().setJobDescription(what);
    counters = UnitCounters.register(context.spark().sparkContext());
    watcher =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "evaluation-progress");
              thread.setDaemon(true);
              return thread;
            });
    watcher.scheduleAtFixedRate(this::report, 1, 1, TimeUnit.SECONDS);
  }

  /** What units are to be added to. */
  UnitCounters counters() {
    return counters;
  }

  @Override
  public void close() {
    watcher.shutdownNow();
    report();
    context.javaSpark().setJobDescription(null);
  }

  private synchronized void report() {
    List<UnitCount> all = List.copyOf(counters.finished().value());
    for (UnitCount count : all.subList(seen, all.size())) {
      int[] sum = counts.computeIfAbsent(count.what(), key -> new int[2]);
      sum[0] += count.examples();
      sum[1] += count.robust();
      context
          .progress()
          .note(
              String.format(
                  Locale.ROOT,
                  "%s: %,d of %,d examples, %,d %s so far",
                  count.what(),
                  sum[0],
                  totals.get(count.what())[0],
                  sum[1],
                  count.isClean() ? "right" : "robust"));
      if (advanced.add(count.unit())) {
        context.progress().advance(costs.getOrDefault(count.unit(), 0L));
      }
    }
    seen = all.size();
  }
}
