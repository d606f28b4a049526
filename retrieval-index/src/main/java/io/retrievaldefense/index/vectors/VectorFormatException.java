package io.retrievaldefense.index.vectors;

import java.io.IOException;
import java.nio.file.Path;

/** A vector file is not what its name says. */
public final class VectorFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param file the file
   * @param expected what should be there
   * @param found what is there
   */
  public VectorFormatException(Path file, String expected, String found) {
    super(file + ": expected " + expected + ", found " + found);
  }
}
