package io.retrievaldefense.cli;

import io.retrievaldefense.cli.options.ConfigOptions;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.executor.HadoopSettings;
import io.retrievaldefense.pipeline.Pipeline;
import io.retrievaldefense.pipeline.PipelineRunner;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** All steps. */
@Command(
    name = "run",
    description = "Run every step that is not finished and unchanged, from images to report.",
    footer = {"", "Example:", "  retrieval-defense run --images /data/pets --out runs/pets"})
final class RunCommand implements Callable<Integer> {
  private final Pipeline pipeline;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description =
          "images of your own, PNG or JPEG in a folder per class, or DIR/train and DIR/test with"
              + " such folders; sizes and splits are chosen by what is there, and --set changes them")
  private Optional<String> images = Optional.empty();

  @Mixin private ConfigOptions config;
  @Mixin private PipelineOptions options;

  @Spec private CommandSpec spec;

  RunCommand(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  @Override
  public Integer call() throws IOException {
    return options.run(pipeline, pipeline.steps(), configuration(), PipelineRunner::all);
  }

  private RunConfig configuration() throws IOException {
    if (images.isEmpty()) {
      return config.read();
    }
    OwnImages own = OwnImages.look(HadoopSettings.files(), images.get());
    spec.commandLine().getOut().println(own.description());
    return config.over(own.configuration(), "--images");
  }
}
