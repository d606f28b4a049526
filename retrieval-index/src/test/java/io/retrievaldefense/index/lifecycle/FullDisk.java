package io.retrievaldefense.index.lifecycle;

import io.retrievaldefense.index.ObservedFiles;
import java.io.IOException;

/** Fails the k-th operation and, since a full disk stays full, all after it. */
final class FullDisk implements ObservedFiles.Observer {
  private long remaining;
  private boolean failed;

  FullDisk(long failAt) {
    this.remaining = failAt;
  }

  synchronized boolean failed() {
    return failed;
  }

  @Override
  public synchronized void at(String operation) throws IOException {
    failed |= remaining-- == 0;
    if (failed) {
      throw new IOException("No space left on device: " + operation);
    }
  }
}
