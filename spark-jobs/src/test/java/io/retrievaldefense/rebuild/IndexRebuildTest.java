package io.retrievaldefense.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.cnn.CnnArchitecture;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.cnn.Normalization;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.index.check.CheckIndex;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.query.IndexRows;
import io.retrievaldefense.jobs.RunHarness;
import io.retrievaldefense.pipeline.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nights of a folder of images: new ones, missing ones, other extractors, two rebuilds at once. */
class IndexRebuildTest {
  private static final ImageShape SHAPE = new ImageShape(8, 8, 3);
  private static final int IMAGES = 60;

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
      write(i);
    }
    extractor = extractor(1);
  }

  private Path path(int image) {
    return pictures.path(image);
  }

  private void write(int image) throws IOException {
    pictures.write(image, 8);
  }

  private Path extractor(long seed) throws IOException {
    CnnArchitecture architecture =
        CnnArchitecture.of(SHAPE, List.of("conv 4", "pool", "dense 10"), 2);
    Normalization normalization =
        new Normalization(new float[] {0.5f, 0.5f, 0.5f}, new float[] {0.3f, 0.3f, 0.3f});
    byte[] bytes =
        CnnModelFile.toBytes(CnnModel.initialized(architecture, normalization, seed), Map.of());
    return Files.write(folder.resolve("cnn-" + seed + ".model"), bytes);
  }

  private IndexStore store() {
    return pictures.store();
  }

  private RebuildResult rebuild(String... more) throws IOException {
    return rebuildKeeping(7, more);
  }

  private RebuildResult rebuildKeeping(int snapshots, String... more) throws IOException {
    return new IndexRebuild(
            store(),
            new Extraction(
                spark,
                pictures.config(more),
                new org.apache.hadoop.fs.Path(extractor.toUri()),
                new Console(new PrintWriter(Writer.nullWriter())).progress("rebuild")),
            snapshots)
        .run();
  }

  /** Features by id of the latest snapshot, which is checked. */
  private SortedMap<Long, String> rows() throws IOException {
    IndexManifest manifest = store().manifest();
    assertThat(CheckIndex.check(store()).findings()).isEmpty();
    SortedMap<Long, String> rows = new TreeMap<>();
    IndexRows.open(store(), manifest)
        .forEach(
            (id, label, vector, feature) ->
                rows.put(id, label + Arrays.toString(vector) + Arrays.toString(feature)));
    return rows;
  }

  @Test
  void onlyWhatIsNewIsRead() throws IOException {
    RebuildResult first = rebuild();
    assertThat(first.kind()).isEqualTo(RebuildResult.Kind.FULL);
    assertThat(first.decoded()).isEqualTo(IMAGES);
    assertThat(first.taskCpuSeconds()).isPositive();
    SortedMap<Long, String> before = rows();
    assertThat(before).hasSize(IMAGES);

    RebuildResult nothing = rebuild();
    assertThat(nothing.kind()).isEqualTo(RebuildResult.Kind.UNCHANGED);
    assertThat(nothing.decoded()).isZero();
    assertThat(nothing.snapshot()).isEqualTo(first.snapshot());

    for (int image = IMAGES; image < IMAGES + 3; image++) {
      write(image);
    }
    Files.delete(path(5));
    Files.delete(path(6));
    RebuildResult second = rebuild();
    assertThat(second.kind()).isEqualTo(RebuildResult.Kind.INCREMENTAL);
    assertThat(second.decoded()).isEqualTo(3);
    assertThat(List.of(second.added(), second.removed())).containsExactly(3, 2);
    assertThat(second.snapshot()).isEqualTo(first.snapshot() + 1);
    SortedMap<Long, String> after = rows();
    assertThat(after).hasSize(IMAGES + 1);
    after.keySet().retainAll(before.keySet());
    assertThat(after).hasSize(IMAGES - 2);
    assertThat(before).containsAllEntriesOf(after);
  }

  @Test
  void imageThatComesBackIsFoundAgain() throws IOException {
    rebuild();
    SortedMap<Long, String> before = rows();
    Files.delete(path(7));
    rebuild();
    write(7);
    RebuildResult back = rebuild();
    assertThat(List.of(back.added(), back.removed())).containsExactly(1, 0);
    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void manyMissingImagesAreCompactedAway() throws IOException {
    rebuild();
    for (int image = 0; image < IMAGES / 2; image++) {
      Files.delete(path(image));
    }
    RebuildResult result = rebuild();
    assertThat(result.compacted()).isTrue();
    assertThat(store().manifest().storedRows()).isEqualTo(IMAGES / 2);
    assertThat(rows()).hasSize(IMAGES / 2);
    assertThat(rebuild().kind()).isEqualTo(RebuildResult.Kind.UNCHANGED);
  }

  @Test
  void anotherExtractorRebuildsAllBesideTheOld() throws IOException {
    RebuildResult first = rebuild();
    SortedMap<Long, String> before = rows();
    extractor = extractor(2);
    RebuildResult second = rebuild();
    assertThat(second.kind()).isEqualTo(RebuildResult.Kind.FULL);
    assertThat(second.decoded()).isEqualTo(IMAGES);
    assertThat(rows().keySet()).isEqualTo(before.keySet());
    assertThat(rows()).isNotEqualTo(before);
    assertThat(CheckIndex.check(store(), first.snapshot()).findings()).isEmpty();
  }

  /** A label is a folder's place among all: bird, before cat and dog, moves theirs. */
  @Test
  void anotherClassFolderLabelsAllAnew() throws IOException {
    rebuild();
    SortedMap<Long, String> before = rows();
    Path bird = Files.createDirectories(pictures.images().resolve("bird"));
    Files.copy(path(0), bird.resolve("0.png"));

    RebuildResult result = rebuild();

    assertThat(result.kind()).isEqualTo(RebuildResult.Kind.FULL);
    assertThat(store().manifest().provenance().classes()).isEqualTo(3);
    SortedMap<Long, String> after = rows();
    assertThat(after).hasSize(IMAGES + 1);
    before.forEach(
        (id, row) ->
            assertThat(after.get(id))
                .isEqualTo((Integer.parseInt(row.substring(0, 1)) + 1) + row.substring(1)));

    // One class in the place of another: as many, but not the same.
    Files.delete(bird.resolve("0.png"));
    Files.delete(bird);
    Path cow = Files.createDirectories(pictures.images().resolve("cow"));
    Files.copy(path(0), cow.resolve("0.png"));
    assertThat(rebuild().kind()).isEqualTo(RebuildResult.Kind.FULL);
    assertThat(rows().values()).filteredOn(row -> row.startsWith("0[")).hasSize(IMAGES / 2);
    assertThat(rebuild().kind()).isEqualTo(RebuildResult.Kind.UNCHANGED);
  }

  @Test
  void anotherSearchIsCommittedWithoutReadingAnImage() throws IOException {
    rebuild();
    SortedMap<Long, String> before = rows();
    RebuildResult result = rebuild("index.probes=7", "index.engine=exact");
    assertThat(result.kind()).isEqualTo(RebuildResult.Kind.INCREMENTAL);
    assertThat(result.decoded()).isZero();
    assertThat(store().manifest().search().probesPerTable()).isEqualTo(7);
    assertThat(store().manifest().engine()).isEqualTo("exact");
    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void twoAtOnceAddEveryImageOnce() throws Exception {
    rebuild();
    write(IMAGES);
    ExecutorService pool = Executors.newFixedThreadPool(2);
    List<Future<RebuildResult>> both = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      both.add(pool.submit(() -> rebuild()));
    }
    int added = 0;
    for (Future<RebuildResult> one : both) {
      added += one.get().added();
    }
    pool.shutdown();
    assertThat(added).isEqualTo(1);
    assertThat(rows()).hasSize(IMAGES + 1);
  }

  /** A night each: what an index holds is three days older by the time of the next. */
  @Test
  void asManySnapshotsStayAsAreAskedForAndNoFileThatNobodyNeeds() throws IOException {
    for (int night = 0; night < 4; night++) {
      write(IMAGES + night);
      rebuildKeeping(2);
      age(Duration.ofDays(3));
    }
    assertThat(store().snapshots()).containsExactly(3L, 4L);
    for (long snapshot : store().snapshots()) {
      assertThat(CheckIndex.check(store(), snapshot).findings()).isEmpty();
    }

    write(IMAGES + 4);
    assertThat(rebuildKeeping(1).collected()).isPositive();
    assertThat(store().snapshots()).containsExactly(5L);
    age(Duration.ofHours(23));
    write(IMAGES + 5);
    assertThat(rebuildKeeping(1).collected())
        .as("what is of the last day: another rebuild may be about to commit it")
        .isZero();
    assertThat(store().snapshots()).containsExactly(5L, 6L);
  }

  private void age(Duration by) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("index"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Instant modified = Files.getLastModifiedTime(file).toInstant();
        Files.setLastModifiedTime(file, FileTime.from(modified.minus(by)));
      }
    }
  }

  @Test
  void foldersWithoutPicturesAreRefused() throws IOException {
    for (int image = 0; image < IMAGES; image++) {
      Files.delete(path(image));
    }
    assertThatThrownBy(() -> rebuild())
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("folder of images must hold a picture: ");
    Files.writeString(path(0), "no picture");
    assertThatThrownBy(() -> rebuild())
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("folder of images must hold a readable picture: ");
    assertThat(store().snapshots()).isEmpty();
  }
}
