package io.retrievaldefense.cli.export;

import io.retrievaldefense.executor.HadoopSettings;
import io.retrievaldefense.export.AttacksExport;
import io.retrievaldefense.pipeline.FinishedRun;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What an evaluation has found. */
@Command(
    name = "attacks",
    description = "Take adversarial examples elsewhere.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example:", "  retrieval-defense attacks export --run runs/first --out examples"})
public final class AttacksCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** Filled in by picocli. */
  public AttacksCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing required subcommand");
  }

  @Command(
      name = "export",
      description =
          "Write adversarial examples, the images they were made of and labels as .npy, and every"
              + " row of the evaluation as CSV.",
      footer = {
        "",
        "Example:",
        "  retrieval-defense attacks export --run runs/first --out examples"
      })
  int export(
      @Option(
              names = "--run",
              paramLabel = "DIR",
              required = true,
              description = "folder or URI of a run whose attacks are evaluated")
          String run,
      @Mixin ExportTarget target)
      throws IOException {
    FinishedRun finished = FinishedRun.open(new Path(run), HadoopSettings.current());
    try (SparkSession spark = session()) {
      return target.told(AttacksExport.write(finished, target.folder(), spark));
    }
  }

  /** Here and nowhere else, unless spark-submit says otherwise: it is one pass over a table. */
  private static SparkSession session() {
    SparkConf settings = new SparkConf();
    settings.setIfMissing("spark.master", "local[*]");
    settings.setIfMissing("spark.app.name", "retrieval-defense attacks export");
    settings.setIfMissing("spark.ui.enabled", "false");
    settings.setIfMissing("spark.sql.shuffle.partitions", "8");
    return SparkSession.builder().config(settings).getOrCreate();
  }
}
