package io.retrievaldefense.cli;

import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.config.RunConfigReader;
import io.retrievaldefense.pipeline.Pipeline;
import io.retrievaldefense.pipeline.PipelineRunner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** All steps with the configuration that is in the jar. */
@Command(
    name = "quickstart",
    description = "Run every step at a small scale on generated house numbers, in minutes.",
    footer = {"", "Example:", "  retrieval-defense quickstart --out runs/first"})
final class QuickstartCommand implements Callable<Integer> {
  private static final String CONFIG = "quickstart.conf";

  private final Pipeline pipeline;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "one key of the configuration; may be given several times")
  private List<String> settings = new ArrayList<>();

  @Mixin private PipelineOptions options;

  QuickstartCommand(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  @Override
  public Integer call() throws IOException {
    RunConfig config = RunConfigReader.text(text(), CONFIG, settings);
    return options.run(pipeline, pipeline.steps(), config, PipelineRunner::all);
  }

  private static String text() throws IOException {
    try (InputStream in = QuickstartCommand.class.getResourceAsStream(CONFIG)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
