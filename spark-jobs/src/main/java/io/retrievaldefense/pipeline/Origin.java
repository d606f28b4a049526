package io.retrievaldefense.pipeline;

import io.retrievaldefense.index.projection.Digests;
import java.io.IOException;
import java.util.SortedMap;

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

  /** SHA-256 of all of it. */
  String digest() throws IOException {
    return Digests.hex(Json.MAPPER.writeValueAsBytes(this));
  }
}
