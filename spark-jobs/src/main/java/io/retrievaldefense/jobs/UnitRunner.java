package io.retrievaldefense.jobs;

import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.backend.NativeMemory;
import io.retrievaldefense.evaluation.Audits;
import io.retrievaldefense.evaluation.ExampleTable;
import io.retrievaldefense.evaluation.Examples;
import io.retrievaldefense.evaluation.StoredExample;
import io.retrievaldefense.evaluation.UnitEvaluator;
import io.retrievaldefense.evaluation.UnitResult;
import io.retrievaldefense.evaluation.WorkUnit;
import io.retrievaldefense.executor.SlotPool;
import io.retrievaldefense.executor.TaskNatives;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.pipeline.Slices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/** Has units of work done and kept; who does them changes nothing of what they find. */
final class UnitRunner {

  /** Partitions for each core: units differ in length, and the last should not be waited for. */
  private static final int TASKS_PER_CORE = 16;

  /** Units of a task at most, however few cores there are when the work is cut. */
  private static final int MOST_OF_A_TASK = 8;

  private static final SlotPool<UnitEvaluator> EVALUATORS = SlotPool.closing(UnitEvaluator::close);

  private UnitRunner() {}

  /** A thread per core, each with networks of its own. */
  static void onDriver(
      EvaluationSpec spec,
      List<WorkUnit> units,
      Configuration hadoop,
      int threads,
      UnitCounters counters) {
    ConcurrentLinkedQueue<WorkUnit> queue = new ConcurrentLinkedQueue<>(units);
    Callable<Void> worker =
        () -> {
          try (UnitEvaluator evaluator = evaluator(spec, hadoop)) {
            for (WorkUnit unit = queue.poll(); unit != null; unit = queue.poll()) {
              work(spec, unit, evaluator, hadoop, counters);
            }
          }
          return null;
        };
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      CompletionService<Void> ended = new ExecutorCompletionService<>(pool);
      int workers = Math.min(threads, units.size());
      for (int i = 0; i < workers; i++) {
        ended.submit(worker);
      }
      // As they end: one that fails is not told of only when the others have done all the work.
      for (int i = 0; i < workers; i++) {
        ended.take().get();
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
      // After a failure others end with their unit: what comes next is to have their memory.
      queue.clear();
      pool.shutdownNow();
      awaitEnd(pool);
    }
  }

  private static void awaitEnd(ExecutorService pool) {
    try {
      pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * A few units to a task. Units are broadcast, and images are read by the task that needs them; an
   * executor has one set of networks for each task it runs at a time.
   */
  static void onExecutors(
      EvaluationSpec spec,
      List<WorkUnit> units,
      JavaSparkContext spark,
      Configuration hadoop,
      UnitCounters counters) {
    Broadcast<EvaluationSpec> sharedSpec = spark.broadcast(spec);
    Broadcast<List<WorkUnit>> sharedUnits = spark.broadcast(new ArrayList<>(units));
    Broadcast<SerializableConfiguration> sharedHadoop =
        spark.broadcast(new SerializableConfiguration(hadoop));
    spark
        .parallelize(
            IntStream.range(0, units.size()).boxed().toList(),
            tasks(units.size(), spark.defaultParallelism()))
        .foreachPartition(
            part ->
                workAll(
                    sharedSpec.value(),
                    part,
                    sharedUnits.value(),
                    sharedHadoop.value().value(),
                    counters));
    List.of(sharedSpec, sharedUnits, sharedHadoop).forEach(Broadcast::unpersist);
  }

  /** Into how many tasks units are cut. */
  static int tasks(int units, int parallel) {
    return Math.max(
        1, Math.min(units, Slices.of(parallel * TASKS_PER_CORE, units, MOST_OF_A_TASK)));
  }

  /** Audits the stored examples of some images, a file to a task. */
  static Audits auditOnExecutors(
      EvaluationSpec spec,
      List<String> files,
      Set<Long> ids,
      JavaSparkContext spark,
      Configuration hadoop) {
    Broadcast<EvaluationSpec> sharedSpec = spark.broadcast(spec);
    Broadcast<Set<Long>> sharedIds = spark.broadcast(ids);
    Broadcast<SerializableConfiguration> sharedHadoop =
        spark.broadcast(new SerializableConfiguration(hadoop));
    Audits audits =
        spark
            .parallelize(files, files.size())
            .map(
                file ->
                    audit(
                        sharedSpec.value(),
                        new Path(file),
                        sharedIds.value(),
                        sharedHadoop.value().value()))
            .fold(Audits.NONE, Audits::plus);
    List.of(sharedSpec, sharedIds, sharedHadoop).forEach(Broadcast::unpersist);
    return audits;
  }

  private static Audits audit(EvaluationSpec spec, Path file, Set<Long> ids, Configuration hadoop)
      throws IOException {
    TaskNatives.prepare();
    List<StoredExample> stored = ExampleTable.read(file, ids, hadoop);
    Set<Long> own = stored.stream().map(StoredExample::exampleId).collect(Collectors.toSet());
    Path prepared = new Path(spec.preparedLocation());
    List<Example> originals =
        Examples.of(SplitImages.read(prepared, Split.TEST, own, hadoop).values());
    try (var lease = EVALUATORS.take(spec.store().toString(), () -> evaluator(spec, hadoop))) {
      return Audits.of(lease.value().models(), stored, originals);
    }
  }

  /** All units of a task but those that an attempt of it which was lost has done and kept. */
  private static void workAll(
      EvaluationSpec spec,
      Iterator<Integer> part,
      List<WorkUnit> units,
      Configuration hadoop,
      UnitCounters counters)
      throws IOException {
    List<WorkUnit> own = new ArrayList<>();
    part.forEachRemaining(unit -> own.add(units.get(unit)));
    List<WorkUnit> missing = spec.store().missing(own, hadoop);
    own.removeAll(missing);
    countKept(spec, own, hadoop, counters);
    if (missing.isEmpty()) {
      return;
    }
    TaskNatives.prepare();
    Set<Long> ids = new HashSet<>();
    missing.forEach(unit -> unit.images().forEach(image -> ids.add(image.id())));
    Map<Long, LabeledImage> images =
        SplitImages.read(new Path(spec.preparedLocation()), Split.TEST, ids, hadoop);
    try (var lease = EVALUATORS.take(spec.store().toString(), () -> evaluator(spec, hadoop))) {
      for (WorkUnit unit : missing) {
        List<LabeledImage> whole =
            unit.images().stream().map(image -> images.get(image.id())).toList();
        work(spec, unit.with(whole), lease.value(), hadoop, counters);
      }
    }
  }

  /** What the lost attempt had counted was lost with it. */
  private static void countKept(
      EvaluationSpec spec, List<WorkUnit> kept, Configuration hadoop, UnitCounters counters)
      throws IOException {
    for (WorkUnit unit : kept) {
      counters.add(unit, new UnitResult(spec.store().rows(List.of(unit), hadoop), List.of()));
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
      UnitCounters counters)
      throws IOException {
    UnitResult result = NativeMemory.within(() -> evaluator.evaluate(unit));
    spec.store().write(unit, result, hadoop);
    counters.add(unit, result);
  }
}
