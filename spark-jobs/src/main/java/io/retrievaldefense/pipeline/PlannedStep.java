package io.retrievaldefense.pipeline;

import java.util.Optional;

/**
 * What would be done about a step.
 *
 * @param name the step
 * @param reason why it would run, half a sentence; empty if it is finished and unchanged
 * @param previous what it left when it last ran in this folder, with whatever configuration
 * @param estimate what it would take, where it has not run in this folder
 */
public record PlannedStep(
    String name,
    Optional<String> reason,
    Optional<Previous> previous,
    Optional<Estimate> estimate) {

  /**
   * An earlier run of the step.
   *
   * @param seconds how long it took
   * @param bytes of its output
   * @param summary what it did, half a sentence
   */
  public record Previous(double seconds, long bytes, String summary) {}

  /**
   * @return how long it would run: as long as the last time, or as estimated; empty if nobody knows
   */
  public Optional<Double> seconds() {
    return previous.map(Previous::seconds).or(() -> estimate.map(Estimate::seconds));
  }

  /**
   * @return bytes of its output, as far as is known
   */
  public long bytes() {
    return previous.map(Previous::bytes).orElse(estimate.map(Estimate::bytes).orElse(0L));
  }

  /**
   * @return whether it would run
   */
  public boolean runs() {
    return reason.isPresent();
  }
}
