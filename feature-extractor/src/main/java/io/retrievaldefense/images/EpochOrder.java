package io.retrievaldefense.images;

import java.util.SplittableRandom;

/**
 * The order in which an epoch visits examples: each of {@code n!} is as likely as any other (the
 * inside-out shuffle of Fisher and Yates), and one state of the random numbers gives one order.
 */
public final class EpochOrder {

  private EpochOrder() {}

  /**
   * @param n how many examples, at least 0
   * @param random n numbers are drawn
   * @return 0 to n - 1, shuffled
   */
  public static int[] of(int n, SplittableRandom random) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
