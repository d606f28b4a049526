package io.retrievaldefense.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.retrievaldefense.backend.NativeMemory;
import io.retrievaldefense.cli.options.FiguresFile;
import io.retrievaldefense.cli.options.SparkOptions;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.config.RunConfigReader;
import io.retrievaldefense.pipeline.Console;
import io.retrievaldefense.rebuild.RebuildBenchmark;
import io.retrievaldefense.rebuild.RebuildBenchmark.Nights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a night with few new images costs. */
@Command(
    name = "rebuild",
    description =
        "Rebuild the index of a folder of generated images, then with 1 %% more, then with none:"
            + " images read and CPU time of Spark's tasks. Exit code 1 if the second night reads"
            + " more than 1.5 %% or takes more than 5 %% of the first one's CPU time.",
    footer = {"", "Example:", "  retrieval-defense bench rebuild --work nights --json nights.json"})
final class BenchRebuildCommand implements Callable<Integer> {
  private static final double MOST_DECODED = 0.015;
  private static final double MOST_CPU = 0.05;
  private static final int ONE_PERCENT = 100;

  @Mixin private SparkOptions spark;

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "100000",
      description = "of the first night, at least 100 (default: ${DEFAULT-VALUE})")
  private int images;

  @Option(
      names = "--work",
      required = true,
      paramLabel = "DIR",
      description = "folder for images and indexes; its images are used again")
  private Path work;

  @Mixin private FiguresFile figures;

  @Spec private CommandSpec command;

  private BenchRebuildCommand() {}

  @Override
  public Integer call() throws IOException {
    figures.requireWritable();
    if (images < ONE_PERCENT) {
      throw new BadInputException("--images must be at least 100: " + images);
    }
    Path folder = Files.createDirectories(work).toAbsolutePath();
    RunConfig config =
        RunConfigReader.text(
            BenchmarkRun.text(), BenchmarkRun.CONFIG, RebuildBenchmark.settings(folder));
    NativeMemory.limit(config.runtime().offHeap(), config.runtime().resident());
    Console console = new Console(command.commandLine().getOut());
    Nights nights =
        new RebuildBenchmark(folder, config, console)
            .run(images, images / ONE_PERCENT, () -> spark.open("bench rebuild", config.runtime()));
    console.line(
        String.format(
            Locale.ROOT,
            "with 1 %% new: %.2f %% of the images read, %.2f %% of the CPU time of all",
            100 * nights.decodedShare(),
            100 * nights.cpuShare()));
    figures.write(json(nights));
    return nights.decodedShare() <= MOST_DECODED && nights.cpuShare() < MOST_CPU
        ? 0
        : Failures.FAILED;
  }

  private static ObjectNode json(Nights nights) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.set("first", mapper.valueToTree(nights.first()));
    root.set("some_new", mapper.valueToTree(nights.some()));
    root.set("nothing_new", mapper.valueToTree(nights.nothing()));
    root.put("decoded_share", nights.decodedShare());
    root.put("cpu_share", nights.cpuShare());
    return root;
  }
}
