package io.retrievaldefense.attacks;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;

/** The attacks on one example, running in its own thread; announces its end, however it ends. */
final class ExampleTask extends FutureTask<List<Outcome>> implements BatchingEvent {

  private final int at;
  private final BlockingQueue<BatchingEvent> events;

  /**
   * @param at the example's place among the others
   */
  ExampleTask(int at, ExampleTurns work, BlockingQueue<BatchingEvent> events) {
    super(work);
    this.at = at;
    this.events = events;
  }

  int at() {
    return at;
  }

  @Override
  protected void done() {
    events.add(this);
  }
}
