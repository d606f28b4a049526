package io.retrievaldefense.attacks;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** The attack on one example, running in its own thread; announces its end, however it ends. */
final class ExampleTask extends FutureTask<Crafted> implements BatchingEvent {

  private final Example example;
  private final BlockingQueue<BatchingEvent> events;

  ExampleTask(Example example, Callable<Crafted> work, BlockingQueue<BatchingEvent> events) {
    super(work);
    this.example = example;
    this.events = events;
  }

  Example example() {
    return example;
  }

  @Override
  protected void done() {
    events.add(this);
  }
}
