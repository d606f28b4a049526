package io.retrievaldefense.config;

/** The run configuration breaks a rule; the message names the key, the rule and the value. */
public final class ConfigException extends BadInputException {

  /**
   * @param message one sentence for the user
   */
  public ConfigException(String message) {
    super(message);
  }

  /**
   * @param message one sentence for the user
   * @param cause what was caught
   */
  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
