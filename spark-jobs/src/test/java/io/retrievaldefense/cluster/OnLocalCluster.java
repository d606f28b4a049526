package io.retrievaldefense.cluster;

import io.retrievaldefense.SharedFixture;

/** Hands tests the cluster. */
final class OnLocalCluster extends SharedFixture<LocalCluster> {
  OnLocalCluster() {
    super(LocalCluster.class, LocalCluster::new);
  }
}
