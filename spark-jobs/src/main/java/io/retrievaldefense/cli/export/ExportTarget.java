package io.retrievaldefense.cli.export;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where an export goes, and what is told of it. */
final class ExportTarget {
  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      required = true,
      description = "local folder to write, new or empty")
  private Path folder;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  ExportTarget() {}

  Path folder() {
    return folder;
  }

  /** Tells what was written; the exit code. */
  int told(List<String> files) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(String.join(", ", files) + " and manifest.json written to " + folder);
    out.flush();
    return 0;
  }
}
