package io.retrievaldefense.cli;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.images.ImageFormatException;
import io.retrievaldefense.index.storage.IndexException;
import io.retrievaldefense.index.vectors.VectorFormatException;
import io.retrievaldefense.model.ModelFormatException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;

/**
 * The one place that says which exception is whose fault, and how it is told: one sentence, the
 * stack trace on demand.
 */
final class Failures {
  static final int FAILED = 1;
  static final int BAD_INPUT = 2;

  /**
   * Exceptions that say that a file of the user's is not what it should be. Named, since the
   * modules that throw them know nothing of a command line.
   */
  private static final List<Class<? extends Throwable>> BAD_INPUTS =
      List.of(
          BadInputException.class,
          IndexException.class,
          ImageFormatException.class,
          ModelFormatException.class,
          VectorFormatException.class);

  private Failures() {}

  /** Tells of an error on {@code err} and answers with the exit code. */
  static int report(Throwable error, PrintWriter err, boolean debug) {
    Throwable told = telling(error);
    String remedy = Remedies.of(error).map(advice -> "; " + advice).orElse("");
    err.println("error: " + sentence(told) + remedy);
    if (debug) {
      err.println(trace(error));
    } else if (!isBadInput(told)) {
      err.println("(--debug shows where)");
    }
    err.flush();
    return isBadInput(told) ? BAD_INPUT : FAILED;
  }

  /** The bad input that an error wraps, such as one from a Spark task, or the error itself. */
  private static Throwable telling(Throwable error) {
    Throwable cause = error;
    for (int depth = 0; cause != null && depth < 50; depth++) {
      if (isBadInput(cause)) {
        return cause;
      }
      cause = cause.getCause();
    }
    return error;
  }

  private static boolean isBadInput(Throwable error) {
    return BAD_INPUTS.stream().anyMatch(type -> type.isInstance(error))
        || PathFaults.of(error).isPresent();
  }

  private static String sentence(Throwable error) {
    return PathFaults.of(error).orElseGet(() -> firstLine(error));
  }

  private static String firstLine(Throwable error) {
    String message = error.getMessage();
    return message == null || message.isBlank()
        ? error.getClass().getSimpleName()
        : message.strip().lines().findFirst().orElseThrow();
  }

  private static String trace(Throwable error) {
    StringBuilder text = new StringBuilder();
    Throwable current = error;
    while (current != null) {
      text.append(current == error ? "" : "caused by ").append(current).append('\n');
      Arrays.stream(current.getStackTrace())
          .forEach(frame -> text.append("    at ").append(frame).append('\n'));
      current = current.getCause() == current ? null : current.getCause();
    }
    return text.toString();
  }
}
