package io.retrievaldefense.cli.export;

import io.retrievaldefense.executor.HadoopSettings;
import io.retrievaldefense.export.ModelExport;
import io.retrievaldefense.export.ModelFormat;
import io.retrievaldefense.pipeline.FinishedRun;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The trained networks of a run. */
@Command(
    name = "model",
    description = "Take trained networks elsewhere, or bring one.",
    subcommands = ModelImportCommand.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example:", "  retrieval-defense model export --run runs/first --out models"})
public final class ModelCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** Filled in by picocli. */
  public ModelCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing required subcommand");
  }

  @Command(
      name = "export",
      description =
          "Write baseline, extractor, and attention and layers for every N, for programs that are"
              + " not on the JVM, with what is needed to put them together again.",
      footer = {"", "Example:", "  retrieval-defense model export --run runs/first --out models"})
  int export(
      @Option(
              names = "--run",
              paramLabel = "DIR",
              required = true,
              description = "folder or URI of a run whose classifiers are trained")
          String run,
      @Option(
              names = "--format",
              paramLabel = "FORMAT",
              defaultValue = "onnx",
              description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
          ModelFormat format,
      @Mixin ExportTarget target)
      throws IOException {
    return target.told(
        switch (format) {
          case ONNX ->
              ModelExport.write(
                  FinishedRun.open(new Path(run), HadoopSettings.current()), target.folder());
        });
  }
}
