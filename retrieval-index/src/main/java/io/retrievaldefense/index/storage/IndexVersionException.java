package io.retrievaldefense.index.storage;

/** The format is newer than this code: neither damaged nor absent; a newer release reads it. */
public final class IndexVersionException extends IndexException {
  private static final long serialVersionUID = 1L;

  private final long found;
  private final long supported;

  /**
   * @param file the file concerned
   * @param supported the newest version that can be read
   * @param found the version of the file
   */
  public IndexVersionException(String file, long supported, long found) {
    super(file, file + ": expected format version at most " + supported + ", found " + found, null);
    this.found = found;
    this.supported = supported;
  }

  /** The version of the file. */
  public long found() {
    return found;
  }

  /** The newest version that can be read. */
  public long supported() {
    return supported;
  }
}
