package io.retrievaldefense.pipeline;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.retrievaldefense.config.RunConfigReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a finished step leaves in its folder as {@code _stamp.json}: from what it was made, and what
 * it consists of.
 *
 * @param step the step's name
 * @param version version of the program that ran it
 * @param publication unique to this run of the step; what later steps remember of it
 * @param configuration the keys and values the output depends on
 * @param external digest of what was read from outside the run directory
 * @param inputs publication of each input step at the time
 * @param files length in bytes of each file by path relative to the folder
 * @param commit what the program that ran it was built from; empty in stamps of before
 * @param processor the vector extensions of the driver's, by which oneDNN rounds; empty in stamps
 *     of before
 * @param seconds how long it took
 * @param summary what it did, half a sentence
 * @param figures its named numbers
 */
@JsonPropertyOrder({
  "step",
  "version",
  "publication",
  "configuration",
  "external",
  "inputs",
  "files",
  "commit",
  "processor",
  "seconds",
  "summary",
  "figures"
})
record Stamp(
    String step,
    String version,
    String publication,
    SortedMap<String, String> configuration,
    String external,
    SortedMap<String, String> inputs,
    SortedMap<String, Long> files,
    String commit,
    String processor,
    double seconds,
    String summary,
    SortedMap<String, Double> figures) {

  static final String FILE = "_stamp.json";

  Stamp {
    for (Object field :
        new Object[] {
          step, version, publication, configuration, external, inputs, files, summary, figures
        }) {
      if (field == null) {
        throw new IllegalArgumentException("stamp must have every field: " + step);
      }
    }
    commit = Objects.requireNonNullElse(commit, "");
    processor = Objects.requireNonNullElse(processor, "");
    configuration = Collections.unmodifiableSortedMap(new TreeMap<>(configuration));
    inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    figures = Collections.unmodifiableSortedMap(new TreeMap<>(figures));
  }

  /**
   * What was otherwise when it was made, without its being out of date; nothing that is not known.
   *
   * @param ownProcessor of this machine
   * @param ownCommit that this program was built from
   * @return sentences
   */
  List<String> differences(String ownProcessor, String ownCommit) {
    List<String> differences = new ArrayList<>();
    if (!processor.isEmpty() && !processor.equals(ownProcessor)) {
      differences.add(
          step
              + ": made on a processor with "
              + processor
              + ", this one has "
              + ownProcessor
              + "; oneDNN may round otherwise, so what is trained here should not be compared with"
              + " what was trained there");
    }
    if (!commit.isEmpty() && !commit.equals(ownCommit)) {
      differences.add(
          step
              + ": made by commit "
              + commit
              + ", this is "
              + ownCommit
              + " of the same version, by which it counts as unchanged");
    }
    return differences;
  }

  /**
   * Why the step must run again although this stamp is there.
   *
   * @param wanted what it would be made from now
   * @return half a sentence; empty if nothing has changed
   */
  Optional<String> staleness(Origin wanted) {
    if (!version.equals(wanted.version())) {
      return Optional.of("it was made by version " + version);
    }
    for (String key : union(configuration, wanted.configuration())) {
      String before = configuration.get(key);
      before = before == null ? RunConfigReader.defaultValue(key) : before;
      String now = wanted.configuration().getOrDefault(key, "nothing");
      if (!before.equals(now)) {
        return Optional.of(key + " changed from " + before + " to " + now);
      }
    }
    if (!external.equals(wanted.external())) {
      return Optional.of("the files it was read from have changed");
    }
    for (String input : union(inputs, wanted.inputs())) {
      if (!inputs.getOrDefault(input, "").equals(wanted.inputs().getOrDefault(input, ""))) {
        return Optional.of(input + " has been run since");
      }
    }
    return Optional.empty();
  }

  private static List<String> union(SortedMap<String, ?> a, SortedMap<String, ?> b) {
    SortedMap<String, Object> all = new TreeMap<>(a);
    all.putAll(b);
    return List.copyOf(all.keySet());
  }
}
