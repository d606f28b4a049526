package io.retrievaldefense.cli.index;

import io.retrievaldefense.cli.export.IndexExportCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Everything that is done with an index. */
@Command(
    name = "index",
    description = "Build, search and look after retrieval indexes.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      BuildCommand.class,
      TuneCommand.class,
      SearchCommand.class,
      AppendCommand.class,
      DeleteCommand.class,
      CompactCommand.class,
      CollectCommand.class,
      SnapshotsCommand.class,
      RollbackCommand.class,
      CheckCommand.class,
      StatsCommand.class,
      IndexExportCommand.class
    },
    footer = {
      "",
      "Example:",
      "  retrieval-defense index build --vectors base.fvecs --out vectors.index"
    })
public final class IndexCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** Filled in by picocli. */
  public IndexCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing required subcommand");
  }
}
