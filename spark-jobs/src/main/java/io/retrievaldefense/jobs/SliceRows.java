package io.retrievaldefense.jobs;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
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
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/**
 * What came of slices, in an order that does not depend on who evaluated them.
 *
 * @param results rows of {@link ResultTable#SCHEMA}
 * @param predictions rows of {@link ResultTable#PREDICTION_SCHEMA}
 */
record SliceRows(List<Row> results, List<Row> predictions) implements Serializable {

  private static final Comparator<Row> RESULT_ORDER =
      Comparator.<Row>comparingLong(row -> row.getLong(0))
          .thenComparing(row -> row.getString(2))
          .thenComparing(row -> row.getString(3))
          .thenComparing(row -> row.getString(4))
          .thenComparingDouble(row -> row.getDouble(5));

  private static final Comparator<Row> PREDICTION_ORDER =
      Comparator.<Row>comparingLong(row -> row.getLong(0)).thenComparing(row -> row.getString(2));

  /** A thread per core, each with networks of its own. */
  static SliceRows onDriver(
      EvaluationSpec spec,
      List<Slice> slices,
      Configuration hadoop,
      int threads,
      LongAccumulator done) {
    ConcurrentLinkedQueue<Slice> queue = new ConcurrentLinkedQueue<>(slices);
    Callable<SliceRows> worker =
        () -> {
          SliceRows rows = new SliceRows(new ArrayList<>(), new ArrayList<>());
          try (SliceEvaluator evaluator = new SliceEvaluator(spec, hadoop)) {
            for (Slice slice = queue.poll(); slice != null; slice = queue.poll()) {
              rows.add(slice, evaluator);
              done.add(1);
            }
          }
          return rows;
        };
    List<Callable<SliceRows>> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      workers.add(worker);
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<SliceRows> parts = new ArrayList<>();
      for (Future<SliceRows> future : pool.invokeAll(workers)) {
        parts.add(future.get());
      }
      return merged(parts);
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

  /** A few slices to a task, each task with networks of its own. */
  static SliceRows onExecutors(
      EvaluationSpec spec,
      List<Slice> slices,
      JavaSparkContext spark,
      Configuration hadoop,
      LongAccumulator done) {
    Broadcast<EvaluationSpec> sharedSpec = spark.broadcast(spec);
    Broadcast<SerializableConfiguration> sharedHadoop =
        spark.broadcast(new SerializableConfiguration(hadoop));
    int tasks = Math.max(1, Math.min(slices.size(), spark.defaultParallelism() * 4));
    return merged(
        spark
            .parallelize(slices, tasks)
            .mapPartitions(
                part -> {
                  SliceRows rows = new SliceRows(new ArrayList<>(), new ArrayList<>());
                  try (SliceEvaluator evaluator =
                      new SliceEvaluator(sharedSpec.value(), sharedHadoop.value().value())) {
                    rows.addAll(part, evaluator, done);
                  }
                  return List.of(rows).iterator();
                })
            .collect());
  }

  private void addAll(Iterator<Slice> slices, SliceEvaluator evaluator, LongAccumulator done) {
    while (slices.hasNext()) {
      add(slices.next(), evaluator);
      done.add(1);
    }
  }

  private void add(Slice slice, SliceEvaluator evaluator) {
    switch (slice.purpose()) {
      case ATTACK -> evaluator.attack(slice).forEach(row -> results.add(ResultTable.row(row)));
      case CLASSIFY ->
          evaluator.classify(slice).forEach(row -> predictions.add(ResultTable.row(row)));
    }
  }

  private static SliceRows merged(List<SliceRows> parts) {
    SliceRows all = new SliceRows(new ArrayList<>(), new ArrayList<>());
    for (SliceRows part : parts) {
      all.results.addAll(part.results);
      all.predictions.addAll(part.predictions);
    }
    all.results.sort(RESULT_ORDER);
    all.predictions.sort(PREDICTION_ORDER);
    return all;
  }
}
