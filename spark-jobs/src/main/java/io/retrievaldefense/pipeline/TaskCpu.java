package io.retrievaldefense.pipeline;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** CPU time of all tasks since it was registered, failed and speculative ones included. */
public final class TaskCpu extends SparkListener implements AutoCloseable {
  private static final long MOST_SECONDS_BEHIND = 10;

  private final SparkContext spark;
  private final AtomicLong nanos = new AtomicLong();

  /** Comes after all that was told of before it. */
  private static final class Mark implements SparkListenerEvent {
    private final CountDownLatch seen = new CountDownLatch(1);

    @Override
    public boolean logEvent() {
      return false;
    }
  }

  private TaskCpu(SparkContext spark) {
    this.spark = spark;
  }

  /** Begins to count the tasks of a session. */
  public static TaskCpu register(SparkContext spark) {
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

  @Override
  public void onOtherEvent(SparkListenerEvent event) {
    if (event instanceof Mark mark) {
      mark.seen.countDown();
    }
  }

  /**
   * The sum over what has ended by now; a figure for the user, so short where Spark lags behind.
   */
  public double seconds() {
    // Tasks are told of by another thread, some time after the job has returned.
    Mark mark = new Mark();
    spark.listenerBus().post(mark);
    try {
      mark.seen.await(MOST_SECONDS_BEHIND, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return nanos.get() / 1e9;
  }

  @Override
  public void close() {
    spark.removeSparkListener(this);
  }
}
