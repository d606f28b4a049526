package io.retrievaldefense.poisoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.classifier.RetrievalHead;
import io.retrievaldefense.classifier.RetrievedRow;
import io.retrievaldefense.classifier.Retriever;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.evaluation.SmallDefence;
import io.retrievaldefense.features.FeatureExtractor;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.pipeline.Console;
import io.retrievaldefense.pipeline.Progress;
import io.retrievaldefense.poisoning.Asking.Query;
import io.retrievaldefense.poisoning.PoisoningTable.Attack;
import io.retrievaldefense.poisoning.PoisoningTable.Row;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On an untrained network whose head goes by the neighbours' labels, over an index of 60 rows. */
class PoisoningTest {
  private static final ImageShape SHAPE = new ImageShape(8, 8, 3);
  private static final int CLASSES = 4;
  private static final int NEIGHBORS = 3;

  @TempDir private Path folder;

  private static List<LabeledImage> images(int count, long seed) {
    Random random = new Random(seed);
    List<LabeledImage> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] pixels = new byte[SHAPE.length()];
      random.nextBytes(pixels);
      images.add(new LabeledImage(i, "image-" + i, i % CLASSES, pixels));
    }
    return images;
  }

  private static List<Query> asked(Poisoning poisoning, List<LabeledImage> images) {
    return poisoning.asking().about("asking", images);
  }

  /** Of what the defence answers, so that all are right. */
  private static List<Query> relabeled(Poisoning poisoning, List<LabeledImage> images) {
    List<Query> right = new ArrayList<>();
    for (Query query : asked(poisoning, images)) {
      for (int label = 0; label < CLASSES; label++) {
        LabeledImage image = query.image();
        LabeledImage guess = new LabeledImage(image.id(), image.name(), label, image.pixels());
        right.addAll(poisoning.right(List.of(new Query(guess, query.feature()))));
      }
    }
    return right;
  }

  private interface Measured {
    void with(Poisoning poisoning);
  }

  private void measure(Measured measured) throws IOException {
    try (NeighborIndex index = SmallDefence.index(folder, "exact", SearchSettings.DEFAULT);
        FeatureExtractor extractor = SmallDefence.extractor(8)) {
      RetrievalHead head = SmallDefence.head(index, NEIGHBORS);
      Progress unheard = new Console(new PrintWriter(Writer.nullWriter())).progress("poison");
      measured.with(new Poisoning(new Asking(extractor, unheard), head, new Trigger(SHAPE, 4), 5));
    }
  }

  @Test
  void triggerIsAChequeredSquareInTheCorner() {
    float[] image = new float[SHAPE.length()];
    Arrays.fill(image, 0.5f);
    float[] marked = new Trigger(SHAPE, 2).on(image);
    int changed = 0;
    for (int i = 0; i < marked.length; i++) {
      changed += marked[i] == 0.5f ? 0 : 1;
    }
    assertThat(changed).isEqualTo(2 * 2 * 3);
    assertThat(new float[] {marked[(6 * 8 + 6) * 3], marked[(6 * 8 + 7) * 3 + 2]})
        .containsExactly(0, 1);
    assertThat(new float[] {marked[(7 * 8 + 6) * 3], marked[(7 * 8 + 7) * 3 + 1]})
        .containsExactly(1, 0);
    assertThat(image).containsOnly(0.5f);
    assertThatThrownBy(() -> new Trigger(SHAPE, 9))
        .isInstanceOf(BadInputException.class)
        .hasMessage("side of a trigger must be in [1, 8]: 9");
  }

  @Test
  void plantedRowsAreFoundByDistanceBesideOwnOnes() throws IOException {
    measure(
        poisoning -> {
          Retriever own = poisoning.head().retriever();
          float[] feature = poisoning.asking().extractor().features(SmallDefence.images(1, 9))[0];
          float[] query = own.project(feature);
          RetrievedRow nearest = own.nearest(query, 1).get(0);
          Retriever planted =
              PlantedRows.beside(own, new float[][] {nearest.feature(), feature}, 2);
          List<RetrievedRow> found = planted.nearest(query, 3);
          assertThat(planted.size()).isEqualTo(own.size() + 2);
          assertThat(found.get(0).squaredDistance()).isZero();
          assertThat(found.get(0).label()).isEqualTo(2);
          // The copy of the nearest own row is as far as that is, and stands behind it.
          assertThat(found.subList(1, 3))
              .extracting(PlantedRows::isPlanted)
              .containsExactly(false, true);
          assertThat(found.subList(1, 3))
              .extracting(RetrievedRow::squaredDistance)
              .containsOnly(nearest.squaredDistance());
          assertThat(planted.nearest(query, 2)).extracting(RetrievedRow::id).endsWith(nearest.id());
          assertThat(PlantedRows.isPlanted(found.get(0))).isTrue();
          assertThat(planted.nearest(query, own.size() + 2)).hasSize(own.size() + 2);
        });
  }

  @Test
  void enoughCopiesTurnAVictim() throws IOException {
    measure(
        poisoning -> {
          List<Query> victims = relabeled(poisoning, images(20, 3));
          assertThat(victims).hasSize(20);
          List<Row> rows = poisoning.victims(List.of(0, NEIGHBORS), victims, CLASSES);
          assertThat(rows).extracting(Row::planted).containsExactly(0, NEIGHBORS);
          Row none = rows.get(0);
          Row all = rows.get(1);
          assertThat(none.success()).isZero();
          assertThat(none.retrieved()).isZero();
          assertThat(all.retrieved()).isGreaterThan(0.9);
          assertThat(all.success()).isGreaterThan(0.8);
          assertThat(all.shareOfIndex()).isCloseTo(3 / 63.0, within(1e-12));
          assertThat(poisoning.victims(List.of(NEIGHBORS), victims, CLASSES)).containsExactly(all);
        });
  }

  @Test
  void plantsWithTheTriggerDrawImagesWithTheTrigger() throws IOException {
    measure(
        poisoning -> {
          List<Query> test = asked(poisoning, images(40, 3));
          List<Row> rows = poisoning.backdoor(List.of(0, 200), 1, images(200, 8), test);
          Row none = rows.get(0);
          Row some = rows.get(1);
          assertThat(none.examples()).isEqualTo(30);
          assertThat(none.retrieved()).isZero();
          assertThat(some.success()).isGreaterThan(none.success());
          assertThat(some.retrieved()).isGreaterThan(0.5);
          assertThat(none.cleanAccuracy()).isBetween(0.0, 1.0);
        });
  }

  @Test
  void refusesWhatCannotBeMeasured() throws IOException {
    measure(
        poisoning -> {
          assertThatThrownBy(() -> poisoning.victims(List.of(1), List.of(), CLASSES))
              .isInstanceOf(BadInputException.class)
              .hasMessage("victims must not be empty: 0");
          List<Query> ofTheTarget = asked(poisoning, images(1, 1));
          assertThatThrownBy(() -> poisoning.backdoor(List.of(1), 0, images(1, 1), ofTheTarget))
              .hasMessage("test images of other classes must not be empty: 0");
        });
    assertThatThrownBy(() -> new PoisoningRun.Request(List.of(-1), 0, 4, 9))
        .hasMessage("numbers of planted entries must not be negative, one at least: [-1]");
    assertThatThrownBy(() -> new PoisoningRun.Request(List.of(1), 0, 4, 0))
        .hasMessage("number of examples must be at least 1: 0");
  }

  @Test
  void tableHasARowForEach() {
    PoisoningTable table =
        new PoisoningTable(
            List.of(
                new Row(Attack.BACKDOOR, 10, 0.001, 900, 0.25, 0.125, 0.8),
                new Row(Attack.VICTIM, 1, 0.0001, 100, 0.5, 0.2, Double.NaN)));
    assertThat(table.csv().text().lines().skip(1))
        .containsExactly(
            "backdoor,10,0.001000,900,0.2500,0.1250,0.8000",
            "victim,1,0.000100,100,0.5000,0.2000,");
    assertThat(table.lines())
        .containsExactly(
            "backdoor, 10 planted (0.100 % of the index): success on 900 images 25.0 %, planted"
                + " among neighbours 12.5 %, clean 80.00 %",
            "victim, 1 planted (0.010 % of the index): success on 100 images 50.0 %, planted among"
                + " neighbours 20.0 %");
  }
}
