package io.retrievaldefense.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.config.RunConfigReader;
import io.retrievaldefense.images.ImageShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrepareImagesTest {
  @TempDir private Path root;

  private void write(String file) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, file);
  }

  private String external() throws IOException {
    return external("image-folder", "train");
  }

  private String external(String source, String privatePart) throws IOException {
    RunConfig config =
        RunConfigReader.defaults(
            "data.source=" + source,
            "data.root=" + root,
            "data.height=8",
            "data.width=8",
            "data.training.part=train",
            "data.validation.part=train",
            "data.private.part=" + privatePart,
            "data.test.part=test");
    return new PrepareImages().externalInputs(config, new Configuration());
  }

  /** Of a set of images with a million files the listing itself would be a long text. */
  @Test
  void aDigestStandsForTheFilesOfClassFolders() throws IOException {
    write("train/cat/1.png");
    write("train/dog/1.png");
    write("test/cat/1.png");
    String before = external();
    assertThat(before).matches("[0-9a-f]{64}");

    write("README.txt");
    write("extra/cat/1.png");
    write("run/prepare/images/part-0.parquet");
    write("train/.DS_Store");
    write("train/_SUCCESS");
    write("train/labels.csv");
    write("train/cat/nested/1.png");
    assertThat(external()).isEqualTo(before);

    write("test/cat/2.png");
    assertThat(external()).isNotEqualTo(before);
  }

  @Test
  void andForThoseBesideTheFileOfAPart() throws IOException {
    write("train_32x32.mat");
    write("more/extra_32x32.mat");
    String before = external("svhn", "more/extra");
    write("other/extra_32x32.mat");
    assertThat(external("svhn", "more/extra")).isEqualTo(before);
    Files.writeString(root.resolve("more/extra_32x32.mat"), "replaced by others");
    assertThat(external("svhn", "more/extra")).isNotEqualTo(before);
  }

  @Test
  void manyImagesAreManyTasksThoughFewRunWhenTheyAreDivided() {
    assertThat(PrepareImages.slices(1000, 1_000_000, 2)).isEqualTo(500);
    assertThat(PrepareImages.slices(1000, 1_000_000, 200)).isEqualTo(800);
    assertThat(PrepareImages.slices(6, 60_000, 2)).isEqualTo(6);
    assertThat(PrepareImages.slices(40, 910, 2)).isEqualTo(8);
  }

  @Test
  void imagesThatTheDriverDoesNotSeeAreInAFolderThatIsEachMachinesOwn() {
    var run = new org.apache.hadoop.fs.Path("/runs/first");
    DatasetInfo info =
        new DatasetInfo(
            ImageShape.RGB_32,
            List.of("cat", "dog"),
            Map.of("training", 3L, "test", 2L),
            "digest",
            List.of("1.png: no picture"),
            1);
    assertThatCode(() -> PrepareImages.requireSeen(info, 6, run)).doesNotThrowAnyException();
    assertThatThrownBy(() -> PrepareImages.requireSeen(info, 10, run))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "run must be where the driver and all executors reach it, since the driver does not"
                + " see 4 of 10 images that executors have written: /runs/first");
  }
}
