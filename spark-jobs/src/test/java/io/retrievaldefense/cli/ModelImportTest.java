package io.retrievaldefense.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.classifier.BaselineClassifier;
import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.images.ImageShape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A network that Keras itself has saved; {@link ReadmeCommandsTest} runs it. Its ten layers are
 * Rescaling(1/255), Conv2D 4, pool, Conv2D 6, pool, pool, Flatten, Dense 16, Dropout and Dense 10;
 * its weights are noise.
 */
class ModelImportTest {
  /** Version 3.15.1, {@code model.save("saved-by-keras-3.h5")}. */
  private static final String SAVED = "saved-by-keras-3.h5";

  /** Of the image below, by numpy in double precision from the same file's weights. */
  private static final float[] LOGITS = {
    0.75519f, -0.03615f, -1.59096f, 0.44814f, -1.82467f,
    0.52769f, 0.64082f, 1.36699f, 1.02279f, -2.41495f
  };

  @TempDir private Path folder;

  private final CommandHarness commands = new CommandHarness();
  private Path model;

  @BeforeEach
  void importIt() throws IOException {
    Path keras = folder.resolve("cnn.h5");
    try (InputStream saved = ModelImportTest.class.getResourceAsStream(SAVED)) {
      Files.copy(saved, keras);
    }
    model = folder.resolve("cnn.model");
    assertThat(
            commands.done(
                "model",
                "import",
                "--keras",
                keras.toString(),
                "--white",
                "255",
                "--out",
                model.toString()))
        .contains("images of 32x32x3", "10 classes", "use it with --set extractor.model=");
  }

  @Test
  void itComputesWhatTheOriginalDoes() throws IOException {
    float[] image = new float[ImageShape.RGB_32.length()];
    for (int i = 0; i < image.length; i++) {
      image[i] = 7 * i % 256 / 255f;
    }
    try (BaselineClassifier network =
        new BaselineClassifier(CnnModelFile.parse(Files.readAllBytes(model), "m"), 1)) {
      assertThat(network.logits(new float[][] {image})[0]).containsExactly(LOGITS, within(1e-4f));
    }
  }
}
