package io.retrievaldefense.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.retrievaldefense.SharedFixture;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.images.StreetNumberGenerator;
import io.retrievaldefense.images.StreetNumberSplit;
import io.retrievaldefense.jobs.RunHarness;
import io.retrievaldefense.jobs.TrainedRun;
import io.retrievaldefense.pipeline.FinishedRun;
import io.retrievaldefense.pipeline.PipelineRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** A small run that is trained, attacked and exported once, for all tests that only look at it. */
final class ExportedRun implements SharedFixture.Ended {
  static final int IMAGES = 100;

  private final Path folder;
  private final FinishedRun run;
  private final float[][] images = new float[IMAGES][];

  /** Hands it to tests. */
  static final class Given extends SharedFixture<ExportedRun> {
    Given() {
      super(ExportedRun.class, ExportedRun::new);
    }
  }

  private ExportedRun() throws IOException {
    folder = Files.createTempDirectory("retrieval-defense-export");
    RunConfig config =
        RunHarness.config(
            "classifier.neighbors=[5,10]", "index.engine=exact", "report.recall-queries=5");
    try (SparkSession spark = RunHarness.spark("local[2]")) {
      RunHarness.run(spark, runFolder(), config, PipelineRunner::all);
      run = open(runFolder());
      AttacksExport.write(run, folder.resolve("attacks"), spark);
    }
    ModelExport.write(run, folder.resolve("models"));
    IndexExport.write(run, folder.resolve("arrays"));
    StreetNumberGenerator generator = new StreetNumberGenerator(77);
    for (int i = 0; i < IMAGES; i++) {
      images[i] = generator.image(StreetNumberSplit.TEST, i, i).unitPixels();
    }
  }

  static FinishedRun open(Path run) throws IOException {
    return FinishedRun.open(new org.apache.hadoop.fs.Path(run.toUri()), new Configuration());
  }

  /** With the exports {@code models}, {@code arrays} and {@code attacks} in it. */
  Path folder() {
    return folder;
  }

  Path runFolder() {
    return folder.resolve("run");
  }

  FinishedRun run() {
    return run;
  }

  /** Pixels in [0,1] [100, 32 * 32 * 3] that the run has not seen. */
  float[][] images() {
    return images;
  }

  CnnModel extractor() throws IOException {
    return CnnModelFile.parse(new TrainedRun(run).extractor(), "extractor");
  }

  RebuiltDefense rebuilt(int neighbors) throws IOException {
    return new RebuiltDefense(folder.resolve("models"), folder.resolve("arrays"), neighbors);
  }

  JsonNode manifest(String export) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(export).resolve("manifest.json").toFile());
  }

  /** For tests that spoil it. */
  void copyRun(Path to) throws IOException {
    Path from = runFolder();
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  /** The class of the largest logit, row by row. */
  static int[] labels(float[][] logits) {
    int[] labels = new int[logits.length];
    for (int i = 0; i < labels.length; i++) {
      for (int c = 1; c < logits[i].length; c++) {
        labels[i] = logits[i][c] > logits[i][labels[i]] ? c : labels[i];
      }
    }
    return labels;
  }

  @Override
  public void close() throws IOException {
    SharedFixture.delete(folder);
  }
}
