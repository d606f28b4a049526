package io.retrievaldefense.index.storage;

/** Another writer committed first; nothing of this commit is visible. */
public final class SnapshotConflictException extends IndexException {
  private static final long serialVersionUID = 1L;

  private final long winner;

  /**
   * @param file the snapshot file that exists already
   * @param winner the snapshot that won
   */
  public SnapshotConflictException(String file, long winner) {
    super(
        file,
        file + ": expected no snapshot " + winner + " yet, found one committed by another writer",
        null);
    this.winner = winner;
  }

  /** The snapshot that won. */
  public long winner() {
    return winner;
  }
}
