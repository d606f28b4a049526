package io.retrievaldefense.study;

import io.retrievaldefense.config.ConfigException;
import java.util.List;

/**
 * What runs of a study differ in.
 *
 * @param name of it, such as {@code projection.dimension}
 * @param levels the values it takes, at least one
 */
public record Factor(String name, List<Level> levels) {

  /** Checks that there are levels, each of another name. */
  public Factor {
    if (name.isBlank()) {
      throw new ConfigException("factor of a study must have a name: \"" + name + "\"");
    }
    levels = List.copyOf(levels);
    if (levels.isEmpty()) {
      throw new ConfigException("factor of a study must have a level: " + name);
    }
    if (levels.stream().map(Level::name).distinct().count() < levels.size()) {
      throw new ConfigException(
          "levels of factor "
              + name
              + " must have different names: "
              + levels.stream().map(Level::name).toList());
    }
  }
}
