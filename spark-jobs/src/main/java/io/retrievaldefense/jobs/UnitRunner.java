package io.retrievaldefense.jobs;

import io.retrievaldefense.evaluation.UnitEvaluator;
import io.retrievaldefense.evaluation.UnitResult;
import io.retrievaldefense.evaluation.WorkUnit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/** Has units of work done and kept; who does them changes nothing of what they find. */
final class UnitRunner {

  /** Partitions for each core: units differ in length, and the last should not be waited for. */
  private static final int TASKS_PER_CORE = 4;

  private UnitRunner() {}

  /** A thread per core, each with networks of its own. */
  static void onDriver(
      EvaluationSpec spec,
      List<WorkUnit> units,
      Configuration hadoop,
      int threads,
      CollectionAccumulator<UnitCount> done) {
    ConcurrentLinkedQueue<WorkUnit> queue = new ConcurrentLinkedQueue<>(units);
    Callable<Void> worker =
        () -> {
          try (UnitEvaluator evaluator = evaluator(spec, hadoop)) {
            for (WorkUnit unit = queue.poll(); unit != null; unit = queue.poll()) {
              work(spec, unit, evaluator, hadoop, done);
            }
          }
          return null;
        };
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Void>> futures = new ArrayList<>();
      for (int i = 0; i < Math.min(threads, units.size()); i++) {
        futures.add(pool.submit(worker));
      }
      for (Future<Void> future : futures) {
        future.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("evaluation was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof IOException cause) {
        throw new UncheckedIOException(cause);
      }
      throw new IllegalStateException("evaluation failed", e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  /** A few units to a task, each task with networks of its own. */
  static void onExecutors(
      EvaluationSpec spec,
      List<WorkUnit> units,
      JavaSparkContext spark,
      Configuration hadoop,
      CollectionAccumulator<UnitCount> done) {
    Broadcast<EvaluationSpec> sharedSpec = spark.broadcast(spec);
    Broadcast<SerializableConfiguration> sharedHadoop =
        spark.broadcast(new SerializableConfiguration(hadoop));
    int tasks = Math.max(1, Math.min(units.size(), spark.defaultParallelism() * TASKS_PER_CORE));
    spark
        .parallelize(units, tasks)
        .foreachPartition(
            part -> workAll(sharedSpec.value(), part, sharedHadoop.value().value(), done));
  }

  private static void workAll(
      EvaluationSpec spec,
      Iterator<WorkUnit> units,
      Configuration hadoop,
      CollectionAccumulator<UnitCount> done)
      throws IOException {
    try (UnitEvaluator evaluator = evaluator(spec, hadoop)) {
      while (units.hasNext()) {
        work(spec, units.next(), evaluator, hadoop, done);
      }
    }
  }

  private static UnitEvaluator evaluator(EvaluationSpec spec, Configuration hadoop)
      throws IOException {
    return new UnitEvaluator(spec.suite(), new EvaluationModels(spec, hadoop), spec.seed());
  }

  private static void work(
      EvaluationSpec spec,
      WorkUnit unit,
      UnitEvaluator evaluator,
      Configuration hadoop,
      CollectionAccumulator<UnitCount> done)
      throws IOException {
    UnitResult result = evaluator.evaluate(unit);
    spec.store().write(unit, result, hadoop);
    UnitCount.of(unit, result).forEach(done::add);
  }
}
