package io.retrievaldefense.rebuild;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** CPU time of all tasks since it was registered, failed and speculative ones included. */
final class TaskCpu extends SparkListener implements AutoCloseable {
  private final SparkContext spark;
  private final AtomicLong nanos = new AtomicLong();

  private TaskCpu(SparkContext spark) {
    this.spark = spark;
  }

  static TaskCpu register(SparkContext spark) {
    TaskCpu cpu = new TaskCpu(spark);
    spark.addSparkListener(cpu);
    return cpu;
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    if (task.taskMetrics() != null) {
      nanos.addAndGet(task.taskMetrics().executorCpuTime());
    }
  }

  /** The sum of what has ended by now. */
  double seconds() {
    // Tasks are told of by another thread, some time after the job has returned.
    spark.listenerBus().waitUntilEmpty();
    return nanos.get() / 1e9;
  }

  @Override
  public void close() {
    spark.removeSparkListener(this);
  }
}
