package io.retrievaldefense.study;

import io.retrievaldefense.config.RunConfig;

/**
 * One run of a study.
 *
 * @param variant which
 * @param seed of everything random in it
 * @param config its whole configuration
 * @param folder its name below the study's {@code runs}
 */
public record StudyRun(String variant, long seed, RunConfig config, String folder) {}
