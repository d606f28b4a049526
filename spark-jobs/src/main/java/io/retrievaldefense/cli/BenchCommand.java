package io.retrievaldefense.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.retrievaldefense.bench.CnnComparison;
import io.retrievaldefense.config.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures this machine. */
@Command(
    name = "bench",
    subcommands = {BenchAttacksCommand.class, BenchExtractionCommand.class},
    description = "Measure speed, each against what users would otherwise have.",
    footer = {"", "Example:", "  retrieval-defense bench cnn --json cnn.json"})
final class BenchCommand {

  /** The network against stock DL4J. */
  @Command(
      name = "cnn",
      description =
          "Images per second of training, inference and input gradients: DL4J as it comes, and"
              + " this project's network.",
      footer = {"", "Example:", "  retrieval-defense bench cnn --json cnn.json"})
  int cnn(
      @Option(names = "--json", paramLabel = "FILE", description = "also write the rows as JSON")
          Optional<Path> json,
      @Option(
              names = "--batch",
              paramLabel = "N",
              defaultValue = "128",
              description = "images at a time (default: ${DEFAULT-VALUE})")
          int batch,
      @Option(
              names = "--seconds",
              paramLabel = "S",
              defaultValue = "10",
              description = "time of each phase (default: ${DEFAULT-VALUE})")
          double seconds)
      throws IOException, InterruptedException {
    if (batch < 1 || batch > 4096) {
      throw new BadInputException("--batch must be in [1, 4096]: " + batch);
    }
    if (!(seconds > 0 && seconds <= 3600)) {
      throw new BadInputException("--seconds must be in (0, 3600]: " + seconds);
    }
    CnnComparison.Result result = CnnComparison.run(batch, seconds);
    for (CnnComparison.Row row : result.rows()) {
      String ratio =
          row.engine().equals("ours")
              ? result
                  .ratio(row.phase(), row.batch())
                  .map(r -> String.format(Locale.ROOT, "  %.1f times stock", r))
                  .orElse("")
              : "";
      System.out.printf(
          Locale.ROOT,
          "%-6s %-15s batch %d %8.1f images/s%s%n",
          row.engine(),
          row.phase(),
          row.batch(),
          row.imagesPerSecond(),
          ratio);
    }
    System.out.printf(
        Locale.ROOT, "fastest single convolution %.0f GFLOP/s%n", result.convolutionGflops());
    if (json.isPresent()) {
      Files.write(json.get(), json(result));
    }
    return 0;
  }

  private static byte[] json(CnnComparison.Result result) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    ArrayNode rows = root.putArray("rows");
    for (CnnComparison.Row row : result.rows()) {
      rows.addObject()
          .put("engine", row.engine())
          .put("phase", row.phase())
          .put("batch", row.batch())
          .put("images_per_second", row.imagesPerSecond());
    }
    root.put("convolution_gflops", result.convolutionGflops());
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
  }
}
