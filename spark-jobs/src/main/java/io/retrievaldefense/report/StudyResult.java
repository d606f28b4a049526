package io.retrievaldefense.report;

import java.util.Map;

/**
 * What a run of a study came to.
 *
 * @param variant what it was a run of
 * @param seed its seed
 * @param run its results and figures
 * @param clean what its models answer to clean images, by their names; may lack some
 */
public record StudyResult(
    String variant, long seed, ComparedRun run, Map<String, CleanAnswers> clean) {

  /** Copies the map. */
  public StudyResult {
    clean = Map.copyOf(clean);
  }
}
