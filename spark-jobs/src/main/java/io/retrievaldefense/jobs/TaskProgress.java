package io.retrievaldefense.jobs;

import io.retrievaldefense.pipeline.StepContext;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.util.LongAccumulator;

/**
 * Progress of a Spark job: a named accumulator that tasks count in, looked at every second. What it
 * says of failed or speculative attempts may be too much; nothing but the display uses it.
 */
final class TaskProgress implements AutoCloseable {

  private final StepContext context;
  private final ScheduledExecutorService watcher;
  private LongAccumulator counter;
  private long reported;

  private TaskProgress(StepContext context) {
    this.context = context;
    watcher =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "task-progress");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Begins to display, and describes the jobs that follow in Spark's UI. */
  static TaskProgress begin(StepContext context, String what, long units) {
    context.progress().begin(what, units);
    context.javaSpark().setJobDescription(what);
    return new TaskProgress(context);
  }

  /** The accumulator for tasks to add to; its name is seen in Spark's UI. */
  LongAccumulator counter(String name) {
    counter = context.spark().sparkContext().longAccumulator(name);
    watcher.scheduleAtFixedRate(this::report, 1, 1, TimeUnit.SECONDS);
    return counter;
  }

  @Override
  public void close() {
    watcher.shutdownNow();
    report();
    context.javaSpark().setJobDescription(null);
  }

  private synchronized void report() {
    long value = counter.value();
    if (value > reported) {
      context.progress().advance(value - reported);
      reported = value;
    }
  }
}
