package io.retrievaldefense.pipeline;

import io.retrievaldefense.config.RunConfigReader;
import io.retrievaldefense.index.projection.Digests;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a step's output is made from.
 *
 * @param version version of the program
 * @param configuration the keys and values it depends on
 * @param external digest of what is read from outside the run directory
 * @param inputs publication of each input step
 */
record Origin(
    String version,
    SortedMap<String, String> configuration,
    String external,
    SortedMap<String, String> inputs) {

  /**
   * SHA-256 of all of it, without keys at their default: a key that is added changes nothing. A
   * default that is changed must come with a new version.
   */
  String digest() throws IOException {
    SortedMap<String, String> changed = new TreeMap<>(configuration);
    changed.entrySet().removeIf(e -> e.getValue().equals(RunConfigReader.defaultValue(e.getKey())));
    return Digests.hex(
        Json.MAPPER.writeValueAsBytes(new Origin(version, changed, external, inputs)));
  }
}
