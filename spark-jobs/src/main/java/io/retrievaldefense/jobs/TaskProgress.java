package io.retrievaldefense.jobs;

import io.retrievaldefense.pipeline.JobProgress;
import io.retrievaldefense.pipeline.StepContext;
import org.apache.spark.util.LongAccumulator;

/** Progress of a step's Spark jobs. */
final class TaskProgress implements AutoCloseable {

  private final JobProgress job;

  private TaskProgress(JobProgress job) {
    this.job = job;
  }

  /** Begins to display, and describes the jobs that follow in Spark's UI. */
  static TaskProgress begin(StepContext context, String what, long units) {
    return new TaskProgress(
        JobProgress.begin(context.spark().sparkContext(), context.progress(), what, units));
  }

  /** The accumulator for tasks to add to; its name is seen in Spark's UI. */
  LongAccumulator counter(String name) {
    return job.counter(name);
  }

  @Override
  public void close() {
    job.close();
  }
}
