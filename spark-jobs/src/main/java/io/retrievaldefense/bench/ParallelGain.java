package io.retrievaldefense.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * How much more arithmetic some threads do at the same time than one thread does: the cores of a
 * virtual machine may be halves of one core, or have neighbours. The work shares nothing and fits
 * in the second cache. What it says holds for the seconds that it takes: the machine may be another
 * while something else is timed.
 */
public final class ParallelGain {
  private static final int SIZE = 128;
  private static final int ROUNDS = 5;
  private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

  private ParallelGain() {}

  /**
   * Products of matrices that so many threads compute in a time over those that one computes, of
   * five rounds that take turns; about four seconds.
   *
   * @param threads at least 1
   */
  public static double measure(int threads) throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      // Compiles.
      products(pool, threads);
      double one = 0;
      double all = 0;
      for (int round = 0; round < ROUNDS; round++) {
        one += products(pool, 1);
        all += products(pool, threads);
      }
      return all / one;
    } finally {
      pool.shutdownNow();
    }
  }

  private static double products(ExecutorService pool, int threads) throws InterruptedException {
    List<Callable<Double>> tasks = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      tasks.add(ParallelGain::productsPerSecond);
    }
    double sum = 0;
    try {
      for (Future<Double> future : pool.invokeAll(tasks)) {
        sum += future.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("arithmetic failed", e.getCause());
    }
    return sum;
  }

  private static double productsPerSecond() {
    float[] a = new float[SIZE * SIZE];
    float[] b = new float[SIZE * SIZE];
    float[] product = new float[SIZE * SIZE];
    for (int i = 0; i < a.length; i++) {
      a[i] = i % 7;
      b[i] = i % 5;
    }
    long start = System.nanoTime();
    long count = 0;
    while (System.nanoTime() - start < ROUND_NANOS) {
      multiply(a, b, product);
      count++;
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    // Nobody may find that the products are not needed.
    return product[1] < 0 ? 0 : count / seconds;
  }

  private static void multiply(float[] a, float[] b, float[] product) {
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        product[i * SIZE + j] = 0;
      }
      for (int k = 0; k < SIZE; k++) {
        float factor = a[i * SIZE + k];
        for (int j = 0; j < SIZE; j++) {
          product[i * SIZE + j] += factor * b[k * SIZE + j];
        }
      }
    }
  }
}
