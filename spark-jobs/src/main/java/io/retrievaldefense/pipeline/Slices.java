package io.retrievaldefense.pipeline;

/**
 * Into how many tasks work is cut. How many run at once when a session has just begun says little:
 * with dynamic allocation, or while executors are yet to register, it is two. So the amount of work
 * counts as well, and executors that come later find some of it left.
 */
public final class Slices {
  private Slices() {}

  /**
   * The larger of what both ask for, at least 1.
   *
   * @param wanted slices, for what runs at once
   * @param work how much there is, in pieces of any kind
   * @param most pieces in a slice
   */
  public static int of(int wanted, long work, int most) {
    long needed = (work + most - 1) / most;
    return Math.toIntExact(Math.max(1, Math.max(wanted, needed)));
  }
}
