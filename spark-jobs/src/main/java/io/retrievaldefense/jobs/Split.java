package io.retrievaldefense.jobs;

import java.util.Locale;

/** The disjoint parts of a run's images. */
enum Split {
  TRAINING,
  VALIDATION,
  PRIVATE,
  TEST;

  /** Its name in files and columns. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
