package io.retrievaldefense.pipeline;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * Progress of Spark jobs: a named accumulator that tasks count in, looked at every second. What it
 * says of failed or speculative attempts may be too much; nothing but the display uses it.
 */
public final class JobProgress implements AutoCloseable {

  private final SparkContext spark;
  private final Progress progress;
  private final ScheduledExecutorService watcher;
  private LongAccumulator counter;
  private long reported;

  private JobProgress(SparkContext spark, Progress progress) {
    this.spark = spark;
    this.progress = progress;
    watcher =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "job-progress");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Begins to display, and describes the jobs that follow in Spark's UI. */
  public static JobProgress begin(SparkContext spark, Progress progress, String what, long units) {
    progress.begin(what, units);
    spark.setJobDescription(what);
    return new JobProgress(spark, progress);
  }

  /** The accumulator for tasks to add to; its name is seen in Spark's UI. */
  public LongAccumulator counter(String name) {
    counter = spark.longAccumulator(name);
    watcher.scheduleAtFixedRate(this::report, 1, 1, TimeUnit.SECONDS);
    return counter;
  }

  @Override
  public void close() {
    watcher.shutdownNow();
    report();
    spark.setJobDescription(null);
  }

  private synchronized void report() {
    long value = counter == null ? 0 : counter.value();
    if (value > reported) {
      progress.advance(value - reported);
      reported = value;
    }
  }
}
