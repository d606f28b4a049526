package io.retrievaldefense.cli;

import io.retrievaldefense.cli.options.ConfigOptions;
import io.retrievaldefense.cli.options.OutputFile;
import io.retrievaldefense.executor.HadoopSettings;
import io.retrievaldefense.jobs.RunComparison;
import io.retrievaldefense.pipeline.Pipeline;
import io.retrievaldefense.pipeline.Step;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The last step, and finished runs side by side. */
@Command(
    name = ReportCommand.NAME,
    description = {
      "Write report.html and print the table.",
      "With --compare, write finished runs side by side to the file --out instead."
    },
    footer = {
      "",
      "Example:",
      "  retrieval-defense report --compare runs/first runs/second --out compared.html"
    })
final class ReportCommand implements Callable<Integer> {
  static final String NAME = "report";

  private final Pipeline pipeline;
  private final Step step;

  @Option(
      names = "--compare",
      paramLabel = "DIR",
      arity = "2..*",
      description = "folders or URIs of two or more runs whose attacks are evaluated")
  private List<String> compared = new ArrayList<>();

  @Mixin private ConfigOptions config;
  @Mixin private PipelineOptions options;
  @Spec private CommandSpec spec;

  ReportCommand(Pipeline pipeline, Step step) {
    this.pipeline = pipeline;
    this.step = step;
  }

  @Override
  public Integer call() throws IOException {
    if (compared.isEmpty()) {
      return options.run(
          pipeline, List.of(step), config.read(), runner -> runner.only(step.name()));
    }
    OutputFile file = OutputFile.of(Path.of(options.out()));
    file.write(RunComparison.page(compared, HadoopSettings.current()));
    PrintWriter out = spec.commandLine().getOut();
    out.println(compared.size() + " runs compared in " + file);
    out.flush();
    return 0;
  }
}
