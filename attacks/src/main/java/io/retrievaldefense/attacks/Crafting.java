package io.retrievaldefense.attacks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Takes many examples through their attacks at once. Each example's attacks are straight-line code
 * in a thread of its own that waits whenever it asks a model; when all of them wait, the calling
 * thread answers a batch of their questions. So models are only ever called from the calling
 * thread, batches stay full although examples take different turns, and an example sees nothing of
 * those it shares a batch with. An example that ends makes room for the next.
 */
final class Crafting {

  /** Examples under way for each row of a batch: enough that some kind of question fills one. */
  private static final int UNDER_WAY = 2;

  private static final long LAST_COMPUTATION_SECONDS = 10;

  private final List<Turn> turns;
  private final List<TestSubject> subjects;
  private final Passing passing;
  private final int batchSize;
  private final BlockingQueue<BatchingEvent> events = new LinkedBlockingQueue<>();

  Crafting(List<Turn> turns, List<TestSubject> subjects, Passing passing) {
    this.turns = turns;
    this.subjects = subjects;
    this.passing = passing;
    batchSize = turns.get(0).plan().batchSize();
  }

  /** The outcomes of each of the subjects' examples. */
  List<List<Outcome>> run() throws InterruptedException {
    int examples = subjects.get(0).examples().size();
    if (examples == 0) {
      return List.of();
    }
    int atOnce = (int) Math.min((long) UNDER_WAY * batchSize, examples);
    ExecutorService threads = Executors.newFixedThreadPool(atOnce, Crafting::daemon);
    try {
      return run(examples, atOnce, threads);
    } finally {
      end(threads);
    }
  }

  /**
   * Does not return while an attack may still look at an index that the caller is about to close.
   * Attacks notice at their next question; one that never asks again is left to its daemon thread.
   */
  private static void end(ExecutorService threads) {
    threads.shutdownNow();
    // What interrupted the run must not cut this short.
    boolean interrupted = Thread.interrupted();
    try {
      threads.awaitTermination(LAST_COMPUTATION_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException again) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private List<List<Outcome>> run(int examples, int atOnce, ExecutorService threads)
      throws InterruptedException {
    QuestionBatcher batcher = new QuestionBatcher(batchSize);
    List<List<Outcome>> outcomes = new ArrayList<>(Collections.nCopies(examples, List.of()));
    int started = 0;
    while (started < atOnce) {
      threads.execute(task(started++));
    }
    // Examples that are computing, as opposed to waiting for a model.
    int busy = atOnce;
    List<ModelQuestion> asked = new ArrayList<>();
    while (busy > 0) {
      BatchingEvent event = events.take();
      if (event instanceof ModelQuestion question) {
        asked.add(question);
        busy--;
      } else if (event instanceof ExampleTask task) {
        outcomes.set(task.at(), resultOf(task));
        if (started < examples) {
          threads.execute(task(started++));
        } else {
          busy--;
        }
      }
      if (busy == 0) {
        batcher.add(asked);
        asked.clear();
        busy = batcher.answerSome();
      }
    }
    return outcomes;
  }

  private ExampleTask task(int at) {
    return new ExampleTask(at, new ExampleTurns(turns, subjects, at, passing, events::add), events);
  }

  private List<Outcome> resultOf(ExampleTask task) throws InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException failure) {
      long id = subjects.get(0).examples().get(task.at()).id();
      throw new IllegalStateException(
          "attack failed on example %d".formatted(id), failure.getCause());
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "attack");
    thread.setDaemon(true);
    return thread;
  }
}
