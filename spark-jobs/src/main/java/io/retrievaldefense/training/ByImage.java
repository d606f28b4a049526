package io.retrievaldefense.training;

import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;

/** Every epoch gives an image to the same worker. */
final class ByImage extends Partitioner {
  private static final long serialVersionUID = 1;

  private final HashPartitioner workers;

  ByImage(int workers) {
    this.workers = new HashPartitioner(workers);
  }

  @Override
  public int numPartitions() {
    return workers.numPartitions();
  }

  @Override
  public int getPartition(Object key) {
    return workers.getPartition(((EpochKey) key).id());
  }
}
