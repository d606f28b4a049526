package io.retrievaldefense.executor;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Things that are costly to make and serve one thread at a time, such as networks. A task takes one
 * that an earlier task of this process has put back, or makes one; so there are as many as tasks
 * run at a time, one to a slot. What nobody has taken for a minute is closed, and all that is left
 * when the process ends.
 *
 * @param <T> what is shared
 */
public final class SlotPool<T> {
  private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long SWEEP_SECONDS = 10;

  /** What is waiting to be taken again. */
  private record Idle<T>(String key, T value, long since) {}

  /** Makes what is not there yet. */
  @FunctionalInterface
  public interface Maker<T> {

    /**
     * @throws IOException if it cannot be read
     */
    T make() throws IOException;
  }

  private final Consumer<T> closer;
  private final LongSupplier nanoTime;
  private final Deque<Idle<T>> idle = new ArrayDeque<>();

  SlotPool(Consumer<T> closer, LongSupplier nanoTime) {
    this.closer = closer;
    this.nanoTime = nanoTime;
  }

  /**
   * A pool that closes what is idle by itself.
   *
   * @param closer closes one of them, on any thread
   */
  public static <T> SlotPool<T> closing(Consumer<T> closer) {
    SlotPool<T> pool = new SlotPool<>(closer, System::nanoTime);
    ScheduledExecutorService sweeper =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "slot-pool");
              thread.setDaemon(true);
              return thread;
            });
    sweeper.scheduleWithFixedDelay(
        () -> pool.closeIdleFor(IDLE_NANOS), SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> pool.closeIdleFor(0), "slot-pool-end"));
    return pool;
  }

  /** What a taker has until it closes this, which puts it back. */
  public final class Lease implements AutoCloseable {
    private final String key;
    private final T value;
    private boolean back;

    private Lease(String key, T value) {
      this.key = key;
      this.value = value;
    }

    /** The thing itself. */
    public T value() {
      return value;
    }

    @Override
    public void close() {
      synchronized (idle) {
        if (!back) {
          back = true;
          idle.addFirst(new Idle<>(key, value, nanoTime.getAsLong()));
        }
      }
    }
  }

  /**
   * Takes one, the last that was put back under the key, or a new one.
   *
   * @param key what it is made of
   * @throws IOException if making it fails
   */
  public Lease take(String key, Maker<T> maker) throws IOException {
    synchronized (idle) {
      for (Iterator<Idle<T>> each = idle.iterator(); each.hasNext(); ) {
        Idle<T> one = each.next();
        if (one.key().equals(key)) {
          each.remove();
          return new Lease(key, one.value());
        }
      }
    }
    return new Lease(key, maker.make());
  }

  /** Closes what has been idle for so long. */
  void closeIdleFor(long nanos) {
    List<T> old = new ArrayList<>();
    synchronized (idle) {
      long now = nanoTime.getAsLong();
      idle.removeIf(one -> now - one.since() >= nanos && old.add(one.value()));
    }
    old.forEach(closer);
  }
}
