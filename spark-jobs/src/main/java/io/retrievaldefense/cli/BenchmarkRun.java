package io.retrievaldefense.cli;

import io.retrievaldefense.backend.NativeMemory;
import io.retrievaldefense.cli.options.ConfigOptions;
import io.retrievaldefense.cli.options.SparkOptions;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.config.RunConfigReader;
import io.retrievaldefense.executor.HadoopSettings;
import io.retrievaldefense.pipeline.Console;
import io.retrievaldefense.pipeline.RunDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The run that a benchmark measures on: of the configuration in the jar, or of the user's own. */
final class BenchmarkRun {
  static final String CONFIG = "benchmark.conf";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description =
          "folder of the run that is measured on; its finished steps are used again, and the first"
              + " call needs minutes for them")
  private String out;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "configuration of the run, a path or URI; without it conf/benchmark.conf")
  private String file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "one key of the configuration; may be given several times")
  private List<String> settings = new ArrayList<>();

  @Mixin private SparkOptions spark;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  private BenchmarkRun() {}

  /** What is measured. */
  @FunctionalInterface
  interface Work {
    void with(RunConfig config, RunDirectory directory, Console console)
        throws IOException, InterruptedException;
  }

  SparkOptions spark() {
    return spark;
  }

  CommandSpec command() {
    return command;
  }

  /** Opens the folder, does the work, and closes it. */
  void run(Work work) throws IOException, InterruptedException {
    run(List.of(), work);
  }

  /**
   * The same with settings of a command's own, which the user's go over.
   *
   * @param defaults {@code key=value} each
   */
  void run(List<String> defaults, Work work) throws IOException, InterruptedException {
    RunConfig config = config(defaults, List.of());
    // Before anything loads ND4J, which reads its limits once.
    NativeMemory.limit(config.runtime().offHeap(), config.runtime().resident());
    try (RunDirectory directory =
        RunDirectory.open(new Path(out), HadoopSettings.current(), config)) {
      work.with(config, directory, new Console(command.commandLine().getOut()));
    }
  }

  /**
   * The configuration of the run.
   *
   * @param defaults {@code key=value} each, which the user's settings go over
   * @param others {@code key=value} each, which go over the user's
   */
  RunConfig config(List<String> defaults, List<String> others) throws IOException {
    List<String> all = new ArrayList<>(defaults);
    all.addAll(settings);
    all.addAll(others);
    return file == null ? RunConfigReader.text(text(), CONFIG, all) : ConfigOptions.read(file, all);
  }

  static String text() throws IOException {
    try (InputStream in = BenchmarkRun.class.getResourceAsStream(CONFIG)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
