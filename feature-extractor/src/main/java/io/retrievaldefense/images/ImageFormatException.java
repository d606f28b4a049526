package io.retrievaldefense.images;

import java.io.IOException;

/** Says that a file or folder of images is not what its format demands; the message names it. */
public final class ImageFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * For damage that was seen directly.
   *
   * @param message what must hold, and what was found
   */
  public ImageFormatException(String message) {
    super(message);
  }

  /**
   * For damage that a decoder reported.
   *
   * @param message what must hold, and what was found
   * @param cause the decoder's error
   */
  public ImageFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
