package io.retrievaldefense.index.storage;

/** A file of a committed snapshot is not what was committed; {@link #kind()} says in which way. */
public final class CorruptIndexException extends IndexException {
  private static final long serialVersionUID = 1L;

  /** The ways a committed file can be damaged. */
  public enum Kind {
    /** Shorter than committed. */
    TRUNCATED,
    /** Longer than committed. */
    TRAILING_BYTES,
    /** Bytes do not match their checksum. */
    CHECKSUM_MISMATCH,
    /** Whole, of this index, but not the file that the manifest names. */
    SWAPPED,
    /** Whole, but of another index, or no file of ours at all. */
    FOREIGN,
    /** Named by the manifest but not there. */
    MISSING,
    /** The same row id occurs twice. */
    DUPLICATE,
    /** Checksums hold, but the content contradicts itself. */
    MALFORMED
  }

  private final Kind kind;
  private final String expected;
  private final String found;

  /**
   * @param kind the kind of damage
   * @param file the damaged file
   * @param expected what should be there
   * @param found what is there
   */
  public CorruptIndexException(Kind kind, String file, String expected, String found) {
    this(kind, file, expected, found, null);
  }

  /** As the other, with the failure that revealed the damage. */
  public CorruptIndexException(
      Kind kind, String file, String expected, String found, Throwable cause) {
    super(file, file + ": " + kind + ": expected " + expected + ", found " + found, cause);
    this.kind = kind;
    this.expected = expected;
    this.found = found;
  }

  /** The kind of damage. */
  public Kind kind() {
    return kind;
  }

  /** What should be there. */
  public String expected() {
    return expected;
  }

  /** What is there. */
  public String found() {
    return found;
  }

  /** Refuses a file before any of it is read, so that its size cannot hurt. */
  static void requireLength(String file, long limit, long length) throws CorruptIndexException {
    if (length > limit) {
      throw new CorruptIndexException(
          Kind.TRAILING_BYTES, file, "at most " + limit + " bytes", length + " bytes");
    }
  }
}
