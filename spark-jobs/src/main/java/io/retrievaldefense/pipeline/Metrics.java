package io.retrievaldefense.pipeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * {@code metrics.json}: per step its seconds, summary and figures, and whether this call ran it.
 *
 * <p>Written after every step, so that it tells of a run that fails later too.
 */
final class Metrics {
  private static final String FILE = "metrics.json";

  private final Set<String> ran = new HashSet<>();

  void ran(Stamp stamp) {
    ran.add(stamp.step());
  }

  void write(Pipeline pipeline, RunDirectory directory) throws IOException {
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.put("version", Version.current());
    root.put("commit", Version.commit());
    ArrayNode steps = root.putArray("steps");
    double total = 0;
    for (Step step : pipeline.steps()) {
      Optional<Stamp> found = directory.stamp(step.name());
      if (found.isPresent()) {
        Stamp stamp = found.get();
        total += stamp.seconds();
        ObjectNode entry = steps.addObject();
        entry.put("step", stamp.step());
        entry.put("ran", ran.contains(stamp.step()));
        entry.put("seconds", stamp.seconds());
        entry.put("summary", stamp.summary());
        ObjectNode figures = entry.putObject("figures");
        stamp.figures().forEach(figures::put);
      }
    }
    root.put("seconds", total);
    directory.write(FILE, Json.MAPPER.writeValueAsBytes(root));
  }
}
