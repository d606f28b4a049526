package io.retrievaldefense.cli.predict;

import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.classifier.Softmax;
import io.retrievaldefense.cli.options.SparkOptions;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.evaluation.Explanation;
import io.retrievaldefense.evaluation.Explanation.WeighedNeighbor;
import io.retrievaldefense.executor.HadoopSettings;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.jobs.TrainedRun;
import io.retrievaldefense.prediction.Predictor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the defence of a run says to a picture, and why. */
@Command(
    name = "predict",
    description =
        "Classify a picture with the defence of a run: probabilities, the retrieved images with"
            + " their attention weights, the plain network's answer, and whether a quick attack"
            + " changes the answer.",
    footer = {"", "Example:", "  retrieval-defense predict --run runs/first --image picture.png"})
public final class PredictCommand implements Callable<Integer> {
  private static final int SHOWN_CLASSES = 3;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      required = true,
      description = "folder or URI of a run whose classifiers are trained")
  private String run;

  @Option(
      names = "--image",
      paramLabel = "FILE",
      required = true,
      description = "PNG or JPEG of the size of the run's images")
  private Path image;

  @Option(
      names = {"-n", "--neighbors"},
      paramLabel = "N",
      description = "one of the N the run has trained for (default: the best on validation images)")
  private Optional<Integer> neighbors = Optional.empty();

  @Option(
      names = "--epsilon",
      paramLabel = "E",
      defaultValue = "0.02",
      description =
          "size of the quick attack, of pixels in [0,1]; 0 for none (default: ${DEFAULT-VALUE})")
  private double epsilon;

  @Mixin private SparkOptions spark;

  @Spec private CommandSpec spec;

  /** Filled in by picocli. */
  public PredictCommand() {}

  @Override
  public Integer call() throws IOException {
    if (!(epsilon >= 0 && epsilon <= 1)) {
      throw new BadInputException("--epsilon must be in [0, 1]: " + epsilon);
    }
    Configuration hadoop = HadoopSettings.current();
    TrainedRun trained = PictureArgument.run(run, hadoop);
    float[] pixels = PictureArgument.read(image, trained).unitPixels();
    OptionalInt wanted =
        neighbors.isPresent() ? OptionalInt.of(neighbors.get()) : OptionalInt.empty();
    List<String> classes = trained.classNames();
    try (Predictor predictor = Predictor.open(trained, wanted)) {
      Explanation explanation = predictor.explain(pixels);
      line(
          "%s: %s, by the defence with N=%d",
          image, text(explanation.probabilities(), classes), predictor.neighbors());
      line("plain network: %s", text(predictor.baseline(pixels), classes));
      if (epsilon > 0) {
        predictor
            .attack(pixels, epsilon)
            .forEach(attacked -> tell(attacked, explanation.label(), classes));
      }
      neighbors(explanation, trained, classes);
    }
    return 0;
  }

  private void neighbors(Explanation explanation, TrainedRun trained, List<String> classes)
      throws IOException {
    if (explanation.neighbors().isEmpty()) {
      line("no neighbour has a part in the answer");
      return;
    }
    line(
        "attention: %.0f %% on %s, largest weight %.3f, entropy %.2f of at most %.2f",
        100 * explanation.weightOf(explanation.label()),
        classes.get(explanation.label()),
        explanation.topWeight(),
        explanation.entropy(),
        Math.log(explanation.neighbors().size()));
    List<Long> ids = explanation.neighbors().stream().map(WeighedNeighbor::id).toList();
    try (SparkSession session = spark.open("predict", PictureArgument.RUNTIME)) {
      Map<Long, LabeledImage> found = trained.privateImages(session, ids);
      line("%4s %9s %9s %7s  %-12s %s", "rank", "id", "distance", "weight", "class", "image");
      int rank = 0;
      for (WeighedNeighbor neighbor : explanation.neighbors()) {
        line(
            "%4d %9d %9.4f %7.3f  %-12s %s",
            ++rank,
            neighbor.id(),
            Math.sqrt(neighbor.squaredDistance()),
            neighbor.weight(),
            classes.get(neighbor.label()),
            PictureArgument.name(found, neighbor.id()));
      }
    }
  }

  private void tell(Predictor.Attacked attacked, int before, List<String> classes) {
    String gradient =
        attacked.threat() == ThreatModel.KNOWN_INDEX
            ? "the defence's own gradient"
            : "the plain network's gradient";
    String outcome =
        attacked.label() == before
            ? "the answer stays " + classes.get(before)
            : "the answer changes to " + classes.get(attacked.label());
    line("iFGSM, epsilon %s, 10 steps, %s: %s", epsilon, gradient, outcome);
  }

  /** The most probable classes, the first of them the answer. */
  private static String text(double[] probabilities, List<String> classes) {
    double[] left = probabilities.clone();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(SHOWN_CLASSES, left.length); i++) {
      int best = Softmax.largest(left);
      text.append(i == 0 ? "" : i == 1 ? " (then " : ", ")
          .append(classes.get(best))
          .append(String.format(Locale.ROOT, " %.1f %%", 100 * left[best]));
      left[best] = -1;
    }
    return left.length > 1 ? text.append(')').toString() : text.toString();
  }

  private void line(String format, Object... arguments) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(String.format(Locale.ROOT, format, arguments));
    out.flush();
  }
}
