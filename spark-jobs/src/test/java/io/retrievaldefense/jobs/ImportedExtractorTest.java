package io.retrievaldefense.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.cnn.CnnArchitecture;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.cnn.Normalization;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.images.ImageShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportedExtractorTest {
  @TempDir private Path folder;

  private Path model(ImageShape shape) throws IOException {
    float[] none = new float[shape.channels()];
    float[] one = none.clone();
    Arrays.fill(one, 1);
    CnnModel model =
        CnnModel.initialized(
            CnnArchitecture.of(shape, List.of("conv 4", "pool", "dense 9"), 10),
            new Normalization(none, one),
            3);
    return Files.write(
        folder.resolve(shape + ".model"), CnnModelFile.toBytes(model, Map.of("from", "a test")));
  }

  @Test
  void takesTheNetworkAsItIsAndGoesOnWithIt() throws IOException {
    Path own = model(ImageShape.RGB_32);
    Path other = model(new ImageShape(16, 16, 3));
    try (SparkSession spark = RunHarness.spark("local[2]")) {
      Path out = folder.resolve("run");
      String printed =
          RunHarness.run(
              spark,
              out,
              RunHarness.config("extractor.model=" + own),
              runner -> {
                runner.only("prepare");
                runner.only("train-extractor");
                runner.only("extract-features");
              });
      assertThat(printed)
          .contains("train-extractor: " + own + " taken, validation accuracy ")
          .contains("features of 9 projected to 12");
      assertThat(out.resolve("train-extractor/cnn.model")).hasSameBinaryContentAs(own);
      assertThatThrownBy(
              () ->
                  RunHarness.run(
                      spark,
                      out,
                      RunHarness.config("extractor.model=" + other),
                      runner -> runner.only("train-extractor")))
          .isInstanceOf(BadInputException.class)
          .hasMessage(
              "extractor.model must be for images of 32x32x3 in 10 classes: 16x16x3, 10 in "
                  + other);
      assertThatThrownBy(
              () ->
                  RunHarness.run(
                      spark,
                      out,
                      RunHarness.config("extractor.model=" + folder.resolve("none")),
                      runner -> runner.only("train-extractor")))
          .hasMessage("extractor.model must exist: " + folder.resolve("none"));
    }
  }
}
