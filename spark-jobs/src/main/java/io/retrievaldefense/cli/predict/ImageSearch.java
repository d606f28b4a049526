package io.retrievaldefense.cli.predict;

import io.retrievaldefense.classifier.RetrievedRow;
import io.retrievaldefense.cli.options.NeighborsOption;
import io.retrievaldefense.cli.options.SparkOptions;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.executor.HadoopSettings;
import io.retrievaldefense.images.ContactSheet;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.jobs.TrainedRun;
import io.retrievaldefense.pipeline.FinishedRun;
import io.retrievaldefense.prediction.ImageIndex;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/**
 * The picture of {@code index search}. It becomes a vector by the network and the projection that
 * the index was built with, which are the run's.
 */
public final class ImageSearch {
  private static final int COLUMNS = 11;
  private static final int ZOOM = 3;

  @Option(
      names = "--image",
      paramLabel = "FILE",
      required = true,
      description = "PNG or JPEG of the size of the run's images")
  private Path image;

  @Option(names = "--sheet", paramLabel = "FILE", description = "PNG to write")
  private Optional<Path> sheet = Optional.empty();

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description =
          "run whose network, projection and images the index was built with (default: the one that"
              + " INDEX is in)")
  private Optional<String> run = Optional.empty();

  /** Filled in by picocli. */
  public ImageSearch() {}

  /** Opens the index. */
  @FunctionalInterface
  public interface Opening {
    /** The index, to be closed. */
    NeighborIndex open() throws IOException;
  }

  /** Where the answer goes. */
  @FunctionalInterface
  public interface Lines {
    /** Prints a line. */
    void line(String format, Object... arguments);
  }

  /**
   * Finds the nearest images and tells of them.
   *
   * @param location where the index is
   * @param opening opens it
   * @param neighbors how many
   * @param spark reads the images found
   * @param out is told
   */
  public void search(
      String location, Opening opening, NeighborsOption neighbors, SparkOptions spark, Lines out)
      throws IOException {
    TrainedRun trained = trained(location, HadoopSettings.current());
    LabeledImage query = PictureArgument.read(image, trained);
    List<RetrievedRow> found;
    int wanted;
    try (ImageIndex index = ImageIndex.of(trained, location, opening.open())) {
      wanted = neighbors.countOf(index.size());
      found = index.nearest(query.unitPixels(), wanted);
    }
    List<LabeledImage> shown = new ArrayList<>(List.of(query));
    try (SparkSession session = spark.open("index search", PictureArgument.RUNTIME)) {
      Map<Long, LabeledImage> images =
          trained.privateImages(session, found.stream().map(RetrievedRow::id).toList());
      tell(found, images, trained.classNames(), out);
      found.forEach(row -> Optional.ofNullable(images.get(row.id())).ifPresent(shown::add));
    }
    if (found.size() < wanted) {
      out.line("%d of %d neighbours were not found", wanted - found.size(), wanted);
    }
    if (sheet.isPresent()) {
      try (OutputStream png = Files.newOutputStream(sheet.get())) {
        ContactSheet.write(shown, trained.shape(), COLUMNS, ZOOM, png);
      }
      out.line("%d images written to %s, the picture first", shown.size(), sheet.get());
    }
  }

  private TrainedRun trained(String location, Configuration hadoop) throws IOException {
    if (run.isPresent()) {
      return PictureArgument.run(run.get(), hadoop);
    }
    org.apache.hadoop.fs.Path step = new org.apache.hadoop.fs.Path(location).getParent();
    if (step == null || step.getParent() == null || !FinishedRun.isRun(step.getParent(), hadoop)) {
      throw new BadInputException(
          "index must be a run's, DIR/build-index/index, or --run must name the run whose network"
              + " and projection it was built with: "
              + location);
    }
    return PictureArgument.run(step.getParent().toString(), hadoop);
  }

  private static void tell(
      List<RetrievedRow> found, Map<Long, LabeledImage> images, List<String> classes, Lines out) {
    out.line("%4s %9s %9s  %-12s %s", "rank", "id", "distance", "class", "image");
    int rank = 0;
    for (RetrievedRow row : found) {
      out.line(
          "%4d %9d %9.4f  %-12s %s",
          ++rank,
          row.id(),
          Math.sqrt(row.squaredDistance()),
          classes.get(row.label()),
          PictureArgument.name(images, row.id()));
    }
  }
}
