package io.retrievaldefense.cli;

import io.retrievaldefense.cli.options.ConfigOptions;
import io.retrievaldefense.pipeline.Pipeline;
import io.retrievaldefense.pipeline.PipelineRunner;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** All steps. */
@Command(
    name = "run",
    description = "Run every step that is not finished and unchanged, from images to report.",
    footer = {
      "",
      "Example:",
      "  retrieval-defense run --config conf/street-numbers.conf --out runs/street-numbers"
    })
final class RunCommand implements Callable<Integer> {
  private final Pipeline pipeline;

  @Mixin private ConfigOptions config;
  @Mixin private PipelineOptions options;

  RunCommand(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  @Override
  public Integer call() throws IOException {
    return options.run(pipeline, pipeline.steps(), config.read(), PipelineRunner::all);
  }
}
