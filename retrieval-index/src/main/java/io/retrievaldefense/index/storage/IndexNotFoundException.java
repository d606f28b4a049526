package io.retrievaldefense.index.storage;

/** There is no index, or no such snapshot: nothing was ever committed, which is not damage. */
public final class IndexNotFoundException extends IndexException {
  private static final long serialVersionUID = 1L;

  /**
   * @param file the folder looked into, or the snapshot's file
   * @param expected what was looked for
   * @param found what is there
   */
  public IndexNotFoundException(String file, String expected, String found) {
    this(file, expected, found, null);
  }

  /** As the other, with the failure that revealed the absence. */
  public IndexNotFoundException(String file, String expected, String found, Throwable cause) {
    super(file, file + ": expected " + expected + ", found " + found, cause);
  }
}
