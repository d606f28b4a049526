package io.retrievaldefense.cli;

import io.retrievaldefense.config.Nearest;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is told of a command line that cannot be understood: what is wrong, and what is near it. */
final class Misuse {
  private Misuse() {}

  /** Tells of it on the command's error stream and answers with the exit code. */
  static int report(ParameterException error, String[] arguments) {
    CommandLine command = error.getCommandLine();
    PrintWriter err = command.getErr();
    String name = command.getCommandSpec().qualifiedName();
    err.println("error: " + sentence(error, name) + "; see " + name + " --help");
    err.flush();
    return Failures.BAD_INPUT;
  }

  private static String sentence(ParameterException error, String name) {
    CommandLine command = error.getCommandLine();
    Set<String> commands = new TreeSet<>(command.getSubcommands().keySet());
    if (error instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched, name, commands);
    }
    String message = error.getMessage().lines().findFirst().orElse("it cannot be understood");
    boolean isGroup = error.getClass() == ParameterException.class && !commands.isEmpty();
    return isGroup ? message + ": " + String.join(", ", commands) : message;
  }

  private static String unmatched(
      UnmatchedArgumentException error, String name, Set<String> commands) {
    List<String> words = error.getUnmatched();
    String word = words.get(0).replaceFirst("=.*", "");
    if (error.isUnknownOption()) {
      Set<String> options = error.getCommandLine().getCommandSpec().optionsMap().keySet();
      return name + " has no option " + word + ", the nearest is " + Nearest.of(word, options);
    }
    if (!commands.isEmpty()) {
      return name + " has no command " + word + ", the nearest is " + Nearest.of(word, commands);
    }
    return name + " takes no further argument: " + word;
  }
}
