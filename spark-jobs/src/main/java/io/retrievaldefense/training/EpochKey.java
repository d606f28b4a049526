package io.retrievaldefense.training;

import java.io.Serializable;
import java.util.Comparator;

/**
 * Where an image stands in an epoch.
 *
 * @param order drawn for the epoch
 * @param id of the image, which decides between equal draws and its worker
 */
record EpochKey(long order, long id) implements Comparable<EpochKey>, Serializable {
  private static final Comparator<EpochKey> ORDER =
      Comparator.comparingLong(EpochKey::order).thenComparingLong(EpochKey::id);

  @Override
  public int compareTo(EpochKey other) {
    return ORDER.compare(this, other);
  }
}
