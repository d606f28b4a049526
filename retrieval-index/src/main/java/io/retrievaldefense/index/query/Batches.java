package io.retrievaldefense.index.query;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs ranges of a batch on several threads; what a range throws, the caller gets. */
final class Batches {
  private static final int RANGES_PER_THREAD = 8;

  private Batches() {}

  /** Work on queries [start, end). */
  interface Range {
    void run(int start, int end);
  }

  static void run(int queries, int threads, Range range) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1: " + threads);
    }
    if (threads == 1 || queries < 2) {
      range.run(0, queries);
      return;
    }
    int size = Math.max(1, queries / (threads * RANGES_PER_THREAD));
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> pending = new ArrayList<>();
      for (int start = 0; start < queries; start += size) {
        int from = start;
        int to = Math.min(queries, start + size);
        pending.add(pool.submit(() -> range.run(from, to)));
      }
      for (Future<?> future : pending) {
        future.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("search was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("search failed", e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }
}
