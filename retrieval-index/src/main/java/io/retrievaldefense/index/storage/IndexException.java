package io.retrievaldefense.index.storage;

import java.io.IOException;

/** Something is wrong with the files of an index; the subclass says what. */
public abstract class IndexException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String file;

  IndexException(String file, String message, Throwable cause) {
    super(message, cause);
    this.file = file;
  }

  /** The file or folder concerned. */
  public String file() {
    return file;
  }
}
