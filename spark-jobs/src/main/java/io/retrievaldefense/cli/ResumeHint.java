package io.retrievaldefense.cli;

import io.retrievaldefense.pipeline.Console;

/**
 * Says how to go on when the process is told to end (SIGTERM, SIGINT) while it works. Nothing has
 * to be undone: a step that is not published is nobody's to read, and the next run removes it.
 */
final class ResumeHint {
  private final Thread hook;

  private ResumeHint(Thread hook) {
    this.hook = hook;
  }

  /** From now until its end. */
  static ResumeHint begin(Console console, String message) {
    Thread hook = new Thread(() -> console.line(message), "resume-hint");
    Runtime.getRuntime().addShutdownHook(hook);
    return new ResumeHint(hook);
  }

  /** What is said of a run. */
  static String ofRun(String directory) {
    return "stopped: the finished steps in "
        + directory
        + " are kept; the same command again goes on with the one that was begun";
  }

  /** What is said of an index that is being brought up to date. */
  static String ofIndex(String location) {
    return "stopped: the index in "
        + location
        + " is what its latest snapshot says; the same command again does what is left";
  }

  void end() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException endingAlready) {
      // Then it is running, which is what it is for.
      return;
    }
  }
}
