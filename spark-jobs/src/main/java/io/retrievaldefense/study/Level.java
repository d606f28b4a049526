package io.retrievaldefense.study;

import io.retrievaldefense.config.ConfigException;
import java.util.List;

/**
 * One value of a factor.
 *
 * @param name of it, such as {@code 64}
 * @param settings {@code key=value} each, over the study's
 */
public record Level(String name, List<String> settings) {

  /** Copies the settings. */
  public Level {
    if (name.isBlank()) {
      throw new ConfigException("level of a study must have a name: \"" + name + "\"");
    }
    settings = List.copyOf(settings);
  }
}
