package io.retrievaldefense.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.retrievaldefense.cnn.CnnArchitecture;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.cnn.FeatureLayer;
import io.retrievaldefense.cnn.Normalization;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.ShardReader;
import io.retrievaldefense.index.shard.ShardReceipt;
import io.retrievaldefense.index.shard.Verification;
import io.retrievaldefense.index.storage.CorruptIndexException;
import io.retrievaldefense.jobs.RunHarness;
import io.retrievaldefense.pipeline.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which pictures of a folder become rows, by which layer, and that the rows are there. */
class RebuiltPicturesTest {
  private static final int IMAGES = 10;

  /** Its last convolution is as long as its dense layer, 64. */
  private static final CnnArchitecture ARCHITECTURE =
      CnnArchitecture.of(new ImageShape(8, 8, 3), List.of("conv 4", "pool", "dense 64"), 2);

  private static SparkSession spark;

  @TempDir private Path folder;
  private PictureFolder pictures;
  private Path extractor;

  @BeforeAll
  static void startSpark() {
    spark = RunHarness.spark("local[2]");
  }

  @AfterAll
  static void stopSpark() {
    spark.close();
  }

  @BeforeEach
  void writeImages() throws IOException {
    pictures = new PictureFolder(folder);
    for (int i = 0; i < IMAGES; i++) {
      write(i, 8);
    }
    float[] half = {0.5f, 0.5f, 0.5f};
    CnnModel model = CnnModel.initialized(ARCHITECTURE, new Normalization(half, half), 1);
    extractor = Files.write(folder.resolve("cnn.model"), CnnModelFile.toBytes(model, Map.of()));
  }

  private Path path(int image) {
    return pictures.path(image);
  }

  private void write(int image, int side) throws IOException {
    pictures.write(image, side);
  }

  private void writeNoPicture(int image) throws IOException {
    Files.writeString(path(image), "no picture");
  }

  private IndexStore store() {
    return pictures.store();
  }

  private Extraction extraction(String... more) throws IOException {
    return new Extraction(
        spark,
        pictures.config(more),
        new org.apache.hadoop.fs.Path(extractor.toUri()),
        new Console(new PrintWriter(Writer.nullWriter())).progress("rebuild"));
  }

  private RebuildResult rebuild(String... more) throws IOException {
    return new IndexRebuild(store(), extraction(more), 7).run();
  }

  @Test
  void picturesOfAnotherSizeAreStretchedWhereThatIsConfigured() throws IOException {
    write(IMAGES, 16);
    RebuildResult rejecting = rebuild("data.max-unreadable-share=0.5");
    assertThat(rejecting.unreadable()).isEqualTo(1);
    assertThat(store().manifest().rows()).isEqualTo(IMAGES);

    RebuildResult stretching = rebuild("data.resize=true");
    assertThat(stretching.kind()).isEqualTo(RebuildResult.Kind.INCREMENTAL);
    assertThat(List.of(stretching.added(), stretching.removed()))
        .containsExactly(IMAGES + 1, IMAGES);
    assertThat(stretching.unreadable()).isZero();
    assertThat(store().manifest().rows()).isEqualTo(IMAGES + 1);

    assertThat(rebuild("data.max-unreadable-share=0.5").unreadable()).isEqualTo(1);
    assertThat(store().manifest().rows()).as("none that was stretched stays").isEqualTo(IMAGES);
  }

  @Test
  void moreUnreadablePicturesThanAreAllowedFailTheNight() throws IOException {
    writeNoPicture(IMAGES);
    assertThatThrownBy(() -> rebuild())
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(
            "unreadable images must be at most the share 0.0 of data.max-unreadable-share: 1 of 11,"
                + " the first [")
        .hasMessageContaining("cat/10.png: ");
    assertThat(store().snapshots()).isEmpty();

    String share = "data.max-unreadable-share=0.1";
    assertThat(rebuild(share).unreadable()).isEqualTo(1);
    assertThat(rebuild(share).kind()).isEqualTo(RebuildResult.Kind.UNCHANGED);

    // Of the whole folder, not of what is new in it.
    write(IMAGES + 1, 8);
    assertThat(rebuild(share).added()).isEqualTo(1);
    writeNoPicture(IMAGES + 2);
    assertThatThrownBy(() -> rebuild(share))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(" share 0.1 of data.max-unreadable-share: 2 of 13, the first [");
    assertThat(store().manifest().rows()).isEqualTo(IMAGES + 1);
  }

  @Test
  void aPictureThatIsRemovedBeforeItIsReadIsPassedOver() throws IOException {
    Extraction extraction = extraction();
    ImageCatalogue listed = extraction.catalogue();
    Files.delete(path(3));
    IndexManifest built = extraction.full(store(), 1, listed);
    assertThat(built.rows()).isEqualTo(IMAGES - 1);
    assertThat(List.of(extraction.gone(), extraction.unreadable())).containsExactly(1L, 0L);
    store().commit(built);

    assertThat(rebuild().kind()).isEqualTo(RebuildResult.Kind.UNCHANGED);
    write(3, 8);
    RebuildResult back = rebuild();
    assertThat(List.of(back.added(), back.removed())).containsExactly(1, 0);
    assertThat(back.gone()).isZero();
  }

  /** Else a night would find that all pictures have been removed. */
  @Test
  void aFolderThatAnExecutorDoesNotHaveIsNoFolderWithoutPictures() {
    PictureCounters counters =
        PictureCounters.register(
            spark.sparkContext(), spark.sparkContext().longAccumulator("decoded"));
    var hadoop = spark.sparkContext().hadoopConfiguration();
    counters.addGone(pictures.images().resolve("cat/removed.png").toUri().toString());
    assertThatCode(() -> counters.requireGone(hadoop)).doesNotThrowAnyException();
    counters.addGone(path(1).toUri().toString());
    assertThatThrownBy(() -> counters.requireGone(hadoop))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "folder of images must be where the driver and all executors reach it, since an"
                + " executor does not find a picture that the driver sees: "
                + path(1).toUri());
  }

  @Test
  void anotherLayerOfTheSameLengthRebuildsAll() throws IOException {
    assertThat(ARCHITECTURE.featureLength(FeatureLayer.CONVOLUTIONAL))
        .isEqualTo(ARCHITECTURE.featureLength(FeatureLayer.PENULTIMATE));
    rebuild();
    RebuildResult other = rebuild("extractor.feature=convolutional");
    assertThat(other.kind()).isEqualTo(RebuildResult.Kind.FULL);
    assertThat(rebuild("extractor.feature=convolutional").kind())
        .isEqualTo(RebuildResult.Kind.UNCHANGED);
  }

  @Test
  void damageToANewShardIsToldAsAReaderOfTheIndexWouldTellIt() throws IOException {
    Extraction extraction = extraction();
    IndexManifest built = extraction.full(store(), 1, extraction.catalogue());
    extraction.verify(store(), built, built.shards());
    ShardReceipt shard = built.shards().get(0);
    Path file = folder.resolve("index").resolve(shard.name());
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    CorruptIndexException expected =
        catchThrowableOfType(
            CorruptIndexException.class,
            () -> ShardReader.open(store().files(), shard, built.schema(), Verification.CONTENT));

    assertThatThrownBy(() -> extraction.verify(store(), built, built.shards()))
        .isInstanceOf(CorruptIndexException.class)
        .hasMessage(expected.getMessage());

    Files.delete(file);
    assertThatThrownBy(() -> extraction.verify(store(), built, built.shards()))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "index must be where the driver and all executors reach it, since the driver does not"
                + " see 1 of 1 shards that executors have written: "
                + folder.resolve("index"));
  }

  @Test
  void manyPicturesAreManyTasksThoughFewRunWhenTheyAreDivided() {
    assertThat(PictureRows.slices(1_000_000, 2)).isEqualTo(500);
    assertThat(PictureRows.slices(3000, 100)).isEqualTo(7);
    assertThat(PictureRows.slices(3, 100)).isEqualTo(1);
  }
}
