package io.retrievaldefense.rebuild;

import io.retrievaldefense.cnn.CnnArchitecture;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.cnn.Normalization;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.pipeline.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/**
 * Three nights: an index of a folder of images, the night in which some are new, and one in which
 * nothing is. Each has a Spark session of its own. The network is not trained, which changes no
 * speed.
 */
public final class RebuildBenchmark {
  private static final int CLASSES = 10;
  private static final int KEPT = 7;

  /**
   * What the nights came to.
   *
   * @param first all images
   * @param some of them are new
   * @param nothing is new
   */
  public record Nights(RebuildResult first, RebuildResult some, RebuildResult nothing) {

    /** Images read in the second night, of all that there are. */
    public double decodedShare() {
      return (double) some.decoded() / some.images();
    }

    /** CPU time of the second night's tasks, of that of the first. */
    public double cpuShare() {
      return some.taskCpuSeconds() / first.taskCpuSeconds();
    }
  }

  private final Path folder;
  private final RunConfig config;
  private final Console console;

  /**
   * @param folder to work in, on a disk that all executors see; its generated images are used again
   * @param config with {@code data.root} below the folder, see {@link #settings}
   */
  public RebuildBenchmark(Path folder, RunConfig config, Console console) {
    this.folder = folder;
    this.config = config;
    this.console = console;
  }

  /** What a configuration must say for a folder. */
  public static List<String> settings(Path folder) {
    return List.of(
        "data.source=image-folder", "data.root=" + folder.toUri(), "data.private.part=images");
  }

  /**
   * Runs the nights.
   *
   * @param images of the first night
   * @param added in the second
   * @param session opens a session, which is closed here
   */
  public Nights run(int images, int added, Supplier<SparkSession> session) throws IOException {
    GeneratedFolder generated = new GeneratedFolder(folder.resolve("images"), config.seed());
    console.line("writing " + images + " images, those that are not there yet");
    generated.removeFrom(images);
    generated.write(0, images);
    Path extractor = Files.write(folder.resolve("cnn.model"), untrained());
    Path index = Files.createTempDirectory(folder, "index-");
    RebuildResult first = rebuild(extractor, index, session);
    generated.write(images, images + added);
    RebuildResult some = rebuild(extractor, index, session);
    return new Nights(first, some, rebuild(extractor, index, session));
  }

  private RebuildResult rebuild(Path extractor, Path index, Supplier<SparkSession> session)
      throws IOException {
    try (SparkSession spark = session.get()) {
      Extraction extraction =
          new Extraction(
              spark,
              config,
              new org.apache.hadoop.fs.Path(extractor.toUri()),
              console.progress("rebuild"));
      IndexStore store = IndexStore.at(index);
      RebuildResult result = new IndexRebuild(store, extraction, KEPT).run();
      console.line(result.toString());
      return result;
    }
  }

  private byte[] untrained() {
    CnnArchitecture architecture =
        CnnArchitecture.of(
            ImageShape.RGB_32,
            config.extractor().layers().stream().map(Object::toString).toList(),
            CLASSES);
    float[] half = {0.5f, 0.5f, 0.5f};
    return CnnModelFile.toBytes(
        CnnModel.initialized(architecture, new Normalization(half, half), config.seed()), Map.of());
  }
}
