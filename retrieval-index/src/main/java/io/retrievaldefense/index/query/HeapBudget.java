package io.retrievaldefense.index.query;

import java.lang.ref.Cleaner;

/**
 * How much of the heap indexes may copy their tables and vectors to, all together that are open in
 * a process: whatever does not fit is searched in the maps. Safe for concurrent use.
 */
final class HeapBudget {
  private static final long HEAP = Runtime.getRuntime().maxMemory();
  private static final HeapBudget OF_PROCESS = new HeapBudget(HEAP / 2);
  private static final long MOST_OF_ONE = HEAP / 4;

  /** For indexes that nobody closes. */
  private static final Cleaner CLEANER = Cleaner.create();

  private long left;

  /**
   * @param bytes of the heap
   */
  HeapBudget(long bytes) {
    left = bytes;
  }

  /** What one index may take of the process's budget: at most a quarter of the heap. */
  static Share ofIndex() {
    return ofIndex(MOST_OF_ONE);
  }

  /** As the other, with another limit. */
  static Share ofIndex(long most) {
    return OF_PROCESS.share(most);
  }

  /** What a part of an index may take: a process works at as many as it has processors. */
  static Share ofPart() {
    return OF_PROCESS.share(MOST_OF_ONE / Runtime.getRuntime().availableProcessors());
  }

  /** What one index may take of this budget, of which it has taken nothing yet. */
  Share share(long most) {
    return new Share(this, most);
  }

  /** Bytes that nobody has taken. */
  synchronized long left() {
    return left;
  }

  private synchronized boolean take(long bytes) {
    boolean fits = bytes <= left;
    left -= fits ? bytes : 0;
    return fits;
  }

  private synchronized void giveBack(long bytes) {
    left += bytes;
  }

  /** What one index may take of a budget, and has taken. */
  static final class Share {
    private final HeapBudget budget;
    private long most;
    private long taken;

    private Share(HeapBudget budget, long most) {
      this.budget = budget;
      this.most = most;
    }

    /** Takes so many bytes, or none: they must be within the limit and there. */
    synchronized boolean take(long bytes) {
      boolean fits = bytes <= most - taken && budget.take(bytes);
      taken += fits ? bytes : 0;
      return fits;
    }

    /** Gives back all that was taken; nothing can be taken any more. */
    synchronized void release() {
      budget.giveBack(taken);
      taken = 0;
      most = -1;
    }

    /**
     * Leaves the release to another: it takes place when that is asked for, or when nobody can
     * reach the holder of the memory any more.
     */
    Cleaner.Cleanable heldBy(Object holder) {
      return CLEANER.register(holder, this::release);
    }
  }
}
