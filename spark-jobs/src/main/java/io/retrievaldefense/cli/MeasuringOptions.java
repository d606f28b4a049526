package io.retrievaldefense.cli;

import io.retrievaldefense.backend.NativeMemory;
import io.retrievaldefense.cli.options.OutputFile;
import io.retrievaldefense.cli.options.SparkOptions;
import io.retrievaldefense.config.RunConfigReader;
import io.retrievaldefense.config.RuntimeConfig;
import io.retrievaldefense.executor.HadoopSettings;
import io.retrievaldefense.jobs.TrainedRun;
import io.retrievaldefense.pipeline.Console;
import io.retrievaldefense.pipeline.FinishedRun;
import io.retrievaldefense.pipeline.Progress;
import io.retrievaldefense.report.MeasuredTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command takes that measures finished runs and answers with a table. */
final class MeasuringOptions {
  @Option(
      names = {"-n", "--neighbors"},
      paramLabel = "N",
      description =
          "which classifier of a run; by default the one that validation images have chosen")
  private Optional<Integer> neighbors = Optional.empty();

  @Option(names = "--out", paramLabel = "FILE", description = "CSV with every row")
  private Optional<Path> out = Optional.empty();

  @Mixin private SparkOptions spark;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  MeasuringOptions() {}

  /** What is measured. */
  @FunctionalInterface
  interface Work<T extends MeasuredTable> {
    T with(SparkSession session, Progress progress) throws IOException;
  }

  /** A run that is finished. */
  static TrainedRun run(String folder) throws IOException {
    return new TrainedRun(
        FinishedRun.open(new org.apache.hadoop.fs.Path(folder), HadoopSettings.current()));
  }

  /** N of a run; it has trained for it. */
  int neighborsOf(TrainedRun run) throws IOException {
    if (neighbors.isEmpty()) {
      return run.chosenNeighbors();
    }
    run.requireTrainedFor(neighbors.get());
    return neighbors.get();
  }

  /**
   * Opens a session, does the work, tells and writes the table.
   *
   * @return the table
   */
  <T extends MeasuredTable> T measure(Work<T> work) throws IOException {
    // Refused here, or the work would have been for nothing.
    Optional<OutputFile> file = out.map(OutputFile::of);
    Console console = console();
    RuntimeConfig runtime = RunConfigReader.defaults().runtime();
    // Before anything loads ND4J, which reads its limits once.
    NativeMemory.limit(runtime.offHeap(), runtime.resident());
    try (SparkSession session = spark.open(command.name(), runtime)) {
      T table = work.with(session, console.progress(command.name()));
      table.lines().forEach(console::line);
      if (file.isPresent()) {
        file.get().write(table.csv().bytes());
        console.line("every row: " + file.get());
      }
      return table;
    }
  }

  /** Says where more of it is. */
  void line(String text) {
    console().line(text);
  }

  private Console console() {
    return new Console(command.commandLine().getOut());
  }
}
