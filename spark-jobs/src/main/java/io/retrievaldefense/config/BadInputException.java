package io.retrievaldefense.config;

/**
 * What the user gave cannot be used: a configuration, an argument, a folder, a file. The message is
 * one sentence that names the thing, the rule it breaks and what was found.
 *
 * <p>The command line answers with exit code 2; every other exception is a failure, exit code 1.
 */
public class BadInputException extends RuntimeException {

  /**
   * @param message one sentence for the user
   */
  public BadInputException(String message) {
    super(message);
  }

  /**
   * @param message one sentence for the user
   * @param cause what was caught
   */
  public BadInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
