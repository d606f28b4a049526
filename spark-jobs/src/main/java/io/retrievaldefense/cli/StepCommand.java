package io.retrievaldefense.cli;

import io.retrievaldefense.cli.options.ConfigOptions;
import io.retrievaldefense.pipeline.Pipeline;
import io.retrievaldefense.pipeline.Step;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

/** One step of a pipeline, on its own. */
@Command
final class StepCommand implements Callable<Integer> {
  private final Pipeline pipeline;
  private final Step step;

  @Mixin private ConfigOptions config;
  @Mixin private PipelineOptions options;

  private StepCommand(Pipeline pipeline, Step step) {
    this.pipeline = pipeline;
    this.step = step;
  }

  /** The command, with name and help taken from the step. */
  static CommandSpec spec(Pipeline pipeline, Step step) {
    CommandSpec spec = CommandSpec.forAnnotatedObject(new StepCommand(pipeline, step));
    String text = step.description();
    spec.name(step.name());
    spec.usageMessage()
        .description(text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".")
        .footer(
            "",
            "Example:",
            "  retrieval-defense "
                + step.name()
                + " --config conf/street-numbers.conf --out runs/street-numbers");
    return spec;
  }

  @Override
  public Integer call() throws IOException {
    return options.run(pipeline, List.of(step), config.read(), runner -> runner.only(step.name()));
  }
}
