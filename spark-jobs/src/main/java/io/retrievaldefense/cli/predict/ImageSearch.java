package io.retrievaldefense.cli.predict;

import io.retrievaldefense.backend.NativeMemory;
import io.retrievaldefense.classifier.RetrievedRow;
import io.retrievaldefense.cli.options.SparkOptions;
import io.retrievaldefense.config.RunConfigReader;
import io.retrievaldefense.config.RuntimeConfig;
import io.retrievaldefense.images.ContactSheet;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.jobs.TrainedRun;
import io.retrievaldefense.pipeline.FinishedRun;
import io.retrievaldefense.prediction.ImageIndex;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The private images that are nearest to a picture. */
@Command(
    name = "search-image",
    description =
        "Find the private images of a run that are nearest to a picture, as text and, side by side"
            + " after the picture itself, as a PNG.",
    footer = {
      "",
      "Example:",
      "  retrieval-defense index search-image --run runs/first --image picture.png --sheet near.png"
    })
public final class ImageSearch implements Callable<Integer> {
  private static final RuntimeConfig RUNTIME = RunConfigReader.defaults().runtime();
  private static final int COLUMNS = 11;
  private static final int ZOOM = 3;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      required = true,
      description = "folder or URI of a run whose index is built")
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
      defaultValue = "10",
      description = "how many (default: ${DEFAULT-VALUE})")
  private int neighbors;

  @Option(names = "--sheet", paramLabel = "FILE", description = "PNG to write")
  private Optional<Path> sheet = Optional.empty();

  @Mixin private SparkOptions spark;

  @Spec private CommandSpec spec;

  /** Filled in by picocli. */
  public ImageSearch() {}

  @Override
  public Integer call() throws IOException {
    // Before anything loads ND4J, which reads its limits once.
    NativeMemory.limit(RUNTIME.offHeap(), RUNTIME.resident());
    Configuration hadoop = new Configuration();
    TrainedRun trained =
        new TrainedRun(FinishedRun.open(new org.apache.hadoop.fs.Path(run), hadoop));
    ImageShape shape = trained.shape();
    LabeledImage query = PictureArgument.read(image, trained);
    List<RetrievedRow> found;
    try (ImageIndex index = ImageIndex.open(trained, hadoop)) {
      found = index.nearest(query.unitPixels(), neighbors);
    }
    List<LabeledImage> shown = new ArrayList<>(List.of(query));
    try (SparkSession session = spark.open("index search", RUNTIME)) {
      Map<Long, LabeledImage> images =
          trained.privateImages(session, found.stream().map(RetrievedRow::id).toList());
      tell(found, images, trained.classNames());
      found.forEach(row -> Optional.ofNullable(images.get(row.id())).ifPresent(shown::add));
    }
    if (sheet.isPresent()) {
      try (OutputStream out = Files.newOutputStream(sheet.get())) {
        ContactSheet.write(shown, shape, COLUMNS, ZOOM, out);
      }
      line("%d images written to %s, the picture first", shown.size(), sheet.get());
    }
    return 0;
  }

  private void tell(
      List<RetrievedRow> found, Map<Long, LabeledImage> images, List<String> classes) {
    line("%4s %9s %9s  %-12s %s", "rank", "id", "distance", "class", "image");
    int rank = 0;
    for (RetrievedRow row : found) {
      line(
          "%4d %9d %9.4f  %-12s %s",
          ++rank,
          row.id(),
          Math.sqrt(row.squaredDistance()),
          classes.get(row.label()),
          images.containsKey(row.id()) ? images.get(row.id()).name() : "not in the run");
    }
    if (found.size() < neighbors) {
      line("%d of %d neighbours were not found", neighbors - found.size(), neighbors);
    }
  }

  private void line(String format, Object... arguments) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(String.format(Locale.ROOT, format, arguments));
    out.flush();
  }
}
