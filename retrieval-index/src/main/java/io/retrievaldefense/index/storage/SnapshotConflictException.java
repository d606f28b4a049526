package io.retrievaldefense.index.storage;

/** Another writer committed first; nothing of this commit is visible. */
public final class SnapshotConflictException extends IndexException {
  private static final long serialVersionUID = 1L;

  private final long winner;

  /**
   * @param file the snapshot file that exists already
   * @param winner the snapshot that won
   * @param cause how the file system said so
   */
  public SnapshotConflictException(String file, long winner, Throwable cause) {
    super(
        file,
        file + ": expected no snapshot " + winner + " yet, found one committed by another writer",
        cause);
    this.winner = winner;
  }

  /** The snapshot that won. */
  public long winner() {
    return winner;
  }
}
