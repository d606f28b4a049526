package io.retrievaldefense.cli;

import io.retrievaldefense.pipeline.Console;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * Says how to go on when the process is told to end (SIGTERM, SIGINT) while it works. Nothing has
 * to be undone: a step that is not published is nobody's to read, and the next run removes it.
 */
final class ResumeHint {
  private static volatile boolean isGiven;

  private final Thread hook;

  private ResumeHint(Thread hook) {
    this.hook = hook;
  }

  /** From now until its end. */
  static ResumeHint begin(Console console, String message) {
    Runnable hint =
        () -> {
          isGiven = true;
          // That jobs are broken off is what was asked for, and no error to log a trace of.
          Configurator.setAllLevels(LogManager.ROOT_LOGGER_NAME, Level.OFF);
          console.line(message);
        };
    Thread hook = new Thread(hint, "resume-hint");
    Runtime.getRuntime().addShutdownHook(hook);
    return new ResumeHint(hook);
  }

  /** Whether it has been said: what fails from then on fails because the process ends. */
  static boolean isGiven() {
    return isGiven;
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
