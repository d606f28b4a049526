package io.retrievaldefense.report;

/**
 * What a run of a study came to.
 *
 * @param variant what it was a run of
 * @param seed its seed
 * @param run its results and figures
 */
public record StudyResult(String variant, long seed, ComparedRun run) {}
