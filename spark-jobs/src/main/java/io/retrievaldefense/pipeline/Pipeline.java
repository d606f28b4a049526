package io.retrievaldefense.pipeline;

import io.retrievaldefense.config.RunConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The steps of a run in their order.
 *
 * @param steps first to last; each reads from earlier ones only
 * @param estimator knows what they would take
 */
public record Pipeline(List<Step> steps, Estimator estimator) {

  /** Steps of which nobody knows what they would take. */
  public Pipeline(List<Step> steps) {
    this(steps, Estimator.NONE);
  }

  /** Checks that names are distinct and inputs stand before those that read them. */
  public Pipeline {
    steps = List.copyOf(steps);
    Objects.requireNonNull(estimator, "estimator");
    Set<String> earlier = new HashSet<>();
    for (Step step : steps) {
      for (String input : step.inputs()) {
        if (!earlier.contains(input)) {
          throw new IllegalArgumentException(
              "input of step " + step.name() + " must be an earlier step: " + input);
        }
      }
      if (!earlier.add(step.name())) {
        throw new IllegalArgumentException("name of a step must be its own: " + step.name());
      }
    }
  }

  /**
   * @param config a run's configuration
   * @return the steps that the run has
   */
  public List<Step> steps(RunConfig config) {
    return steps.stream().filter(step -> step.isPartOf(config)).toList();
  }

  /** The steps a step reads from in a run of that configuration. */
  List<Step> inputs(Step step, RunConfig config) {
    return step.inputs(config).stream().map(this::step).filter(in -> in.isPartOf(config)).toList();
  }

  /**
   * @param name a step's name
   * @return the step
   * @throws IllegalArgumentException if there is none of that name
   */
  public Step step(String name) {
    return steps.stream()
        .filter(step -> step.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("step must be one there is: " + name));
  }
}
