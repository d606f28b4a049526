package io.retrievaldefense.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** CPU time of tasks, and of no others. */
class TaskCpuTest {

  private static void work(SparkSession spark) {
    spark.range(0, 4, 1, 4).javaRDD().foreach(id -> LongStream.range(0, 30_000_000).sum());
  }

  @Test
  void countsTasksWhileItIsRegistered() {
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .getOrCreate()) {
      work(spark);
      TaskCpu cpu = TaskCpu.register(spark.sparkContext());
      assertThat(cpu.seconds()).isZero();
      work(spark);
      double seconds = cpu.seconds();
      assertThat(seconds).isPositive().isLessThan(60);
      cpu.close();
      work(spark);
      assertThat(cpu.seconds()).isEqualTo(seconds);
    }
  }
}
