package io.retrievaldefense.attacks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Crafts adversarial images for many examples at once. Each example's attack is straight-line code
 * in a thread of its own that waits whenever it asks the model; when all of them wait, the calling
 * thread answers their questions in joint batches. So the model is only ever called from the
 * calling thread, batches stay full although examples take different turns, and an example sees
 * nothing of those it shares a batch with. An example that ends makes room for the next.
 */
final class Crafting {

  private static final System.Logger LOG = System.getLogger(Crafting.class.getName());

  private final AttackPlan plan;
  private final AttackedModel source;
  private final BlockingQueue<BatchingEvent> events = new LinkedBlockingQueue<>();

  Crafting(AttackPlan plan, AttackedModel source) {
    this.plan = plan;
    this.source = source;
  }

  /** The crafted images, in the order of the examples. */
  List<Crafted> run(List<Example> examples) throws InterruptedException {
    if (examples.isEmpty()) {
      return List.of();
    }
    int atOnce = Math.min(plan.batchSize(), examples.size());
    ExecutorService threads = Executors.newFixedThreadPool(atOnce, Crafting::daemon);
    try {
      return run(examples, atOnce, threads);
    } finally {
      threads.shutdownNow();
    }
  }

  private List<Crafted> run(List<Example> examples, int atOnce, ExecutorService threads)
      throws InterruptedException {
    QuestionBatcher batcher = new QuestionBatcher(source, plan.batchSize());
    Map<Long, Crafted> crafted = new HashMap<>();
    Iterator<Example> waiting = examples.iterator();
    for (int i = 0; i < atOnce; i++) {
      threads.execute(task(waiting.next()));
    }
    // Examples that are computing, as opposed to waiting for the model.
    int busy = atOnce;
    List<ModelQuestion> open = new ArrayList<>();
    while (busy > 0) {
      BatchingEvent event = events.take();
      if (event instanceof ModelQuestion question) {
        open.add(question);
        busy--;
      } else if (event instanceof ExampleTask task) {
        crafted.put(task.example().id(), resultOf(task));
        if (waiting.hasNext()) {
          threads.execute(task(waiting.next()));
        } else {
          busy--;
        }
      }
      if (busy == 0) {
        batcher.answer(open);
        busy = open.size();
        open.clear();
      }
    }
    return examples.stream().map(example -> crafted.get(example.id())).toList();
  }

  private ExampleTask task(Example example) {
    AttackSession session = new AttackSession(example, source, plan, events::add);
    return new ExampleTask(example, session::run, events);
  }

  private Crafted resultOf(ExampleTask task) throws InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException failure) {
      String message =
          "attack %s failed on example %d".formatted(plan.attack().name(), task.example().id());
      Throwable cause = failure.getCause();
      if (!(cause instanceof RuntimeException)
          || cause instanceof AttackContractException
          || cause instanceof CancellationException) {
        throw new IllegalStateException(message, cause);
      }
      LOG.log(System.Logger.Level.WARNING, message, cause);
      return Crafted.failed(task.example());
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "attack");
    thread.setDaemon(true);
    return thread;
  }
}
