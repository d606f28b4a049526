package io.retrievaldefense.backend;

/** A limit of native memory was met; the message says which, and what to set. */
public final class NativeMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NativeMemoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
