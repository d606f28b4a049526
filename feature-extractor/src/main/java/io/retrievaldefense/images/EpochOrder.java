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

  /**
   * Where an example stands in an epoch whose examples nobody has all of: they go by these, equal
   * ones by id.
   *
   * @param seed of the training
   * @param epoch its number
   * @param id of the example
   * @return a hash of the three
   */
  public static long place(long seed, int epoch, long id) {
    return SplitMix.hash(SplitMix.hash(seed, epoch), id);
  }
}
