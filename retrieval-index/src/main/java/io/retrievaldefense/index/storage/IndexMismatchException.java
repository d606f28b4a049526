package io.retrievaldefense.index.storage;

/** The index is whole but not the one that goes with this projection or extractor. */
public final class IndexMismatchException extends IndexException {
  private static final long serialVersionUID = 1L;

  /** What does not go together. */
  public enum Kind {
    /** The index was built with another projection W. */
    WRONG_PROJECTION("projection digest"),
    /** The index was built from another extractor's features. */
    WRONG_EXTRACTOR("extractor digest");

    private final String thing;

    Kind(String thing) {
      this.thing = thing;
    }
  }

  private final Kind kind;

  /**
   * @param kind what does not go together
   * @param file the manifest
   * @param expected the digest asked for
   * @param found the digest the manifest records
   */
  public IndexMismatchException(Kind kind, String file, String expected, String found) {
    super(file, file + ": expected " + kind.thing + " " + expected + ", found " + found, null);
    this.kind = kind;
  }

  /** What does not go together. */
  public Kind kind() {
    return kind;
  }
}
