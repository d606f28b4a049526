package io.retrievaldefense.model;

import java.io.IOException;

/** A model file is damaged, foreign or too new; the message names the file, expected and found. */
public final class ModelFormatException extends IOException {
  public ModelFormatException(String message) {
    super(message);
  }
}
