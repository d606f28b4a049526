package io.retrievaldefense.pipeline;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;

/** The stamps in a run's folder, and whether what they speak of is there. */
final class FinishedSteps {
  private final RunFiles files;

  FinishedSteps(RunFiles files) {
    this.files = files;
  }

  /** The stamp of a step's finished output; empty if there is none that can be read. */
  Optional<Stamp> stamp(String step) throws IOException {
    String name = step + "/" + Stamp.FILE;
    if (!files.exists(name)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.MAPPER.readValue(files.read(name), Stamp.class));
    } catch (JacksonException damaged) {
      return Optional.empty();
    }
  }

  /** What is wrong with the files a stamp lists, half a sentence; empty if they are all there. */
  Optional<String> damage(Stamp stamp) throws IOException {
    SortedMap<String, Long> present = files.lengths(files.path(stamp.step()));
    present.remove(Stamp.FILE);
    for (var file : stamp.files().entrySet()) {
      Long length = present.get(file.getKey());
      if (!file.getValue().equals(length)) {
        return Optional.of(
            String.format(
                "%s should have %d bytes and %s",
                file.getKey(), file.getValue(), length == null ? "is gone" : "has " + length));
      }
    }
    return Optional.empty();
  }

  /** The first input that was run again after the step; empty if the step is of what is there. */
  Optional<String> newerInput(Stamp stamp) throws IOException {
    for (var input : stamp.inputs().entrySet()) {
      Optional<Stamp> present = stamp(input.getKey());
      if (present.isEmpty() || !present.get().publication().equals(input.getValue())) {
        return Optional.of(input.getKey());
      }
    }
    return Optional.empty();
  }
}
