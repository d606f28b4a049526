package io.retrievaldefense.pipeline;

import java.util.Optional;

/**
 * What would be done about a step.
 *
 * @param name the step
 * @param reason why it would run, half a sentence; empty if it is finished and unchanged
 * @param previous what it left when it last ran in this folder, with whatever configuration
 */
public record PlannedStep(String name, Optional<String> reason, Optional<Previous> previous) {

  /**
   * An earlier run of the step.
   *
   * @param seconds how long it took
   * @param bytes of its output
   * @param summary what it did, half a sentence
   */
  public record Previous(double seconds, long bytes, String summary) {}

  /**
   * @return whether it would run
   */
  public boolean runs() {
    return reason.isPresent();
  }
}
