package io.retrievaldefense.config;

import com.typesafe.config.Config;
import java.util.List;

/**
 * A network that is there already.
 *
 * @param file URI of a model file, which is used instead of training one; empty: train one
 */
public record ImportedModelConfig(String file) {
  static final ConfigKey<String> FILE =
      ConfigKey.of(
          "extractor.model",
          TextKinds.TEXT,
          "network to use instead of training one, from model import; its layers are its own");

  static final List<ConfigKey<?>> KEYS = List.of(FILE);

  /** Checks that it is text. */
  public ImportedModelConfig {
    FILE.check(file);
  }

  /**
   * @return whether there is one
   */
  public boolean isPresent() {
    return !file.isEmpty();
  }

  static ImportedModelConfig read(Config config) {
    return new ImportedModelConfig(FILE.read(config));
  }
}
