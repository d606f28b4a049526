package io.retrievaldefense.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.retrievaldefense.bench.CnnComparison;
import io.retrievaldefense.cli.options.FiguresFile;
import io.retrievaldefense.config.BadInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The network against stock DL4J. */
@Command(
    name = "cnn",
    description =
        "Images per second of training, inference and input gradients: DL4J as it comes, and this"
            + " project's network; and where its milliseconds go, layer by layer.",
    footer = {"", "Example:", "  retrieval-defense bench cnn --json cnn.json"})
final class BenchCnnCommand implements Callable<Integer> {

  @Mixin private FiguresFile figures;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "128",
      description = "images at a time (default: ${DEFAULT-VALUE})")
  private int batch;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "5",
      description = "time of each phase in each round (default: ${DEFAULT-VALUE})")
  private double seconds;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "measurements of both engines in turn; medians count (default: ${DEFAULT-VALUE})")
  private int rounds;

  @Option(
      names = "--budget",
      split = ",",
      paramLabel = "N",
      defaultValue = "32,128,512",
      description = "batches whose layers are timed one by one (default: ${DEFAULT-VALUE})")
  private List<Integer> budgetBatches;

  @Spec private CommandSpec spec;

  private BenchCnnCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    figures.requireWritable();
    requireBatch("--batch", batch);
    for (int each : budgetBatches) {
      requireBatch("--budget", each);
    }
    if (!(seconds > 0 && seconds <= 3600)) {
      throw new BadInputException("--seconds must be in (0, 3600]: " + seconds);
    }
    if (rounds < 1 || rounds > 100) {
      throw new BadInputException("--rounds must be in [1, 100]: " + rounds);
    }
    CnnComparison.Result result = CnnComparison.run(batch, seconds, rounds);
    print(result);
    List<CnnComparison.Piece> budget = new ArrayList<>();
    for (int each : budgetBatches) {
      budget.addAll(CnnComparison.budget(each, seconds / 2));
    }
    print(budget);
    figures.write(json(result, budget));
    return 0;
  }

  private static void requireBatch(String option, int batch) {
    if (batch < 1 || batch > 4096) {
      throw new BadInputException(option + " must be in [1, 4096]: " + batch);
    }
  }

  private void print(CnnComparison.Result result) {
    PrintWriter out = spec.commandLine().getOut();
    for (CnnComparison.Row row : result.rows()) {
      out.printf(
          Locale.ROOT,
          "%-6s %-15s batch %d %9.1f images/s %6.1f GFLOP/s  %3.0f %% of one convolution%s%n",
          row.engine(),
          row.phase(),
          result.batch(),
          row.imagesPerSecond(),
          row.gigaflops(),
          100 * result.share(row),
          row.engine().equals("ours")
              ? result
                  .ratio(row.phase())
                  .map(r -> String.format(Locale.ROOT, "  %.1f times stock", r))
                  .orElse("")
              : "");
    }
    out.flush();
  }

  private void print(List<CnnComparison.Piece> budget) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("milliseconds of one batch");
    for (CnnComparison.Piece piece : budget) {
      out.printf(
          Locale.ROOT,
          "batch %-4d %-15s %-18s %8.2f%n",
          piece.batch(),
          piece.pass(),
          piece.piece(),
          piece.millis());
    }
    out.flush();
  }

  private static ObjectNode json(CnnComparison.Result result, List<CnnComparison.Piece> budget) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode rows = root.putArray("rows");
    for (CnnComparison.Row row : result.rows()) {
      rows.addObject()
          .put("engine", row.engine())
          .put("phase", row.phase())
          .put("batch", result.batch())
          .put("images_per_second", row.imagesPerSecond())
          .put("gflops", row.gigaflops())
          .put("share_of_convolution", result.share(row));
    }
    root.put("convolution_gflops", result.convolutionGigaflops());
    ArrayNode pieces = root.putArray("budget");
    for (CnnComparison.Piece piece : budget) {
      pieces
          .addObject()
          .put("batch", piece.batch())
          .put("pass", piece.pass())
          .put("piece", piece.piece())
          .put("milliseconds", piece.millis());
    }
    return root;
  }
}
