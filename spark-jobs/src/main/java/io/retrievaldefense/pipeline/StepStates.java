package io.retrievaldefense.pipeline;

import io.retrievaldefense.config.RunConfig;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/** Which steps must run, and why: what a run directory holds against what is asked of it now. */
final class StepStates {
  private final Pipeline pipeline;
  private final RunConfig config;
  private final RunDirectory directory;
  private final Configuration hadoop;
  private final Set<String> current = new HashSet<>();

  StepStates(Pipeline pipeline, RunConfig config, RunDirectory directory, Configuration hadoop) {
    this.pipeline = pipeline;
    this.config = config;
    this.directory = directory;
    this.hadoop = hadoop;
  }

  /** Why a step must run, half a sentence; empty if it is finished and unchanged. */
  Optional<String> reasonToRun(Step step) throws IOException {
    if (current.contains(step.name())) {
      return Optional.empty();
    }
    Optional<String> reason = compare(step);
    if (reason.isEmpty()) {
      current.add(step.name());
    }
    return reason;
  }

  /** A step has been run, and need not run again. */
  void ran(Step step) {
    current.add(step.name());
  }

  /** What a step's output would be made from now; its inputs are there. */
  Origin origin(Step step) throws IOException {
    SortedMap<String, String> configuration = new TreeMap<>();
    for (String section : step.sections()) {
      configuration.putAll(config.values(section));
    }
    SortedMap<String, String> publications = new TreeMap<>();
    for (Step input : pipeline.inputs(step, config)) {
      String name = input.name();
      publications.put(name, directory.stamp(name).orElseThrow().publication());
    }
    return new Origin(
        Version.current(), configuration, step.externalInputs(config, hadoop), publications);
  }

  private Optional<String> compare(Step step) throws IOException {
    Optional<Stamp> found = directory.stamp(step.name());
    if (found.isEmpty()) {
      return Optional.of("it has not been run");
    }
    for (Step input : pipeline.inputs(step, config)) {
      Optional<String> reason = reasonToRun(input);
      if (reason.isPresent()) {
        return Optional.of(input.name() + " must run first, since " + reason.get());
      }
    }
    Optional<String> changed = found.get().staleness(origin(step));
    return changed.isPresent() ? changed : directory.damage(found.get());
  }
}
