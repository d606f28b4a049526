package io.retrievaldefense.cli.index;

import io.retrievaldefense.pipeline.Console;
import io.retrievaldefense.pipeline.Progress;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Where a command answers, and where it says how far it is: not among its answers.
 *
 * @param command the command
 */
record Talk(CommandSpec command) {
  /** Prints a line. */
  void line(String format, Object... arguments) {
    PrintWriter out = command.commandLine().getOut();
    out.println(String.format(Locale.ROOT, format, arguments));
    out.flush();
  }

  Progress progress() {
    return new Console(command.commandLine().getErr()).progress("index " + command.name());
  }
}
