package io.retrievaldefense.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Completion of commands and options by the shell. */
@Command(
    name = "completion",
    description = "Print a script that lets bash and zsh complete commands and options.",
    footer = {
      "",
      "Example:",
      "  retrieval-defense completion > retrieval-defense.bash && source retrieval-defense.bash"
    })
final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  CompletionCommand() {}

  @Override
  public Integer call() {
    CommandSpec root = spec.root();
    PrintWriter out = spec.commandLine().getOut();
    out.print(AutoComplete.bash(root.name(), root.commandLine()));
    out.flush();
    return 0;
  }
}
