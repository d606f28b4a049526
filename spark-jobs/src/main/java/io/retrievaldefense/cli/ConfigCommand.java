package io.retrievaldefense.cli;

import io.retrievaldefense.cli.options.ConfigOptions;
import io.retrievaldefense.config.ConfigTable;
import io.retrievaldefense.config.RunConfig;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Looking at the configuration. */
@Command(
    name = "config",
    description = "Show configurations.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Example:",
      "  retrieval-defense config show --config conf/cifar10.conf --set data.root=/data/cifar10"
    })
final class ConfigCommand implements Runnable {
  @Spec private CommandSpec spec;

  ConfigCommand() {}

  @Override
  public void run() {
    throw new picocli.CommandLine.ParameterException(
        spec.commandLine(), "Missing required subcommand");
  }

  @Command(
      name = "show",
      description = "Print every key of a configuration with its value and where that comes from.",
      footer = {
        "",
        "Example:",
        "  retrieval-defense config show --config conf/cifar10.conf --set data.root=/data/cifar10"
      })
  int show(@Mixin ConfigOptions config) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    RunConfig read = config.read();
    read.values()
        .forEach(
            (key, value) ->
                out.printf("%-48s # %s%n", key + " = " + value, read.origins().get(key)));
    out.flush();
    return 0;
  }

  @Command(
      name = "keys",
      description = "Print every key there is: default, range, meaning, as a Markdown table.",
      footer = {"", "Example:", "  retrieval-defense config keys"})
  int keys() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(ConfigTable.markdown());
    out.flush();
    return 0;
  }
}
