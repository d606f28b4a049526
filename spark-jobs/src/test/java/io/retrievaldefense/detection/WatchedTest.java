package io.retrievaldefense.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.classifier.RetrievalClassifier;
import io.retrievaldefense.cnn.CnnArchitecture;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.FeatureLayer;
import io.retrievaldefense.cnn.Normalization;
import io.retrievaldefense.evaluation.SmallDefence;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.query.NeighborIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gradient through the detector, over all rows, so that no step changes what is retrieved. */
class WatchedTest {
  private static final int BATCH = 8;

  /** Every signal is above its threshold, and counts as it is. */
  private static final Detector ALL = new Detector(new double[4], new double[] {1, 1, 1, 1}, -1e9);

  @TempDir private Path folder;

  private Watched watched() throws IOException {
    NeighborIndex index = SmallDefence.index(folder, "exact", SearchSettings.DEFAULT);
    return new Watched(SmallDefence.overAllRows(index, BATCH), SmallDefence.plain(BATCH));
  }

  /** Of five neighbours, with the network that {@link SmallDefence} has. */
  private Watched ofFive() throws IOException {
    CnnModel network =
        CnnModel.initialized(
            CnnArchitecture.of(new ImageShape(8, 8, 3), List.of("conv 6", "pool", "dense 12"), 4),
            new Normalization(new float[] {.5f, .4f, .3f}, new float[] {.2f, .3f, .25f}),
            7);
    NeighborIndex index = SmallDefence.index(folder, "exact", SearchSettings.DEFAULT);
    return new Watched(
        new RetrievalClassifier(
            network, FeatureLayer.PENULTIMATE, BATCH, SmallDefence.head(index, 5)),
        SmallDefence.plain(BATCH));
  }

  private static double penalties(Watched watched, float[] image) {
    return Arrays.stream(watched.evidence(new float[][] {image}).get(0).signals()).sum();
  }

  @Test
  void gradientOfTheSignalsFollowsTheirDifferences() throws IOException {
    try (Watched watched = watched()) {
      float[] image = SmallDefence.images(1, 4)[0];
      int[] label = {watched.evidence(new float[][] {image}).get(0).label()};
      float[][] images = {image};
      float[] without = watched.slopes(images, label, ALL, 0).gradient()[0];
      float[] with = watched.slopes(images, label, ALL, 1).gradient()[0];
      double dot = 0;
      double norm = 0;
      double expectedNorm = 0;
      float step = 4e-3f;
      for (int j = 0; j < image.length; j++) {
        float[] plus = image.clone();
        plus[j] += step;
        float[] minus = image.clone();
        minus[j] -= step;
        // Climbing the loss descends the signals.
        double expected =
            -(penalties(watched, plus) - penalties(watched, minus)) / (plus[j] - minus[j]);
        double actual = with[j] - without[j];
        dot += expected * actual;
        norm += actual * actual;
        expectedNorm += expected * expected;
      }
      assertThat(dot / Math.sqrt(norm * expectedNorm)).isGreaterThan(0.99);
      assertThat(Math.sqrt(norm / expectedNorm)).isBetween(0.97, 1.03);
    }
  }

  @Test
  void signalsBelowTheirThresholdsAreLeftAlone() throws IOException {
    Detector none = new Detector(new double[4], new double[] {1, 1, 1, 1}, 1e9);
    try (Watched watched = watched()) {
      float[][] images = SmallDefence.images(3, 4);
      int[] labels = {0, 1, 2};
      assertThat(watched.slopes(images, labels, none, 5).gradient())
          .isDeepEqualTo(watched.slopes(images, labels, none, 0).gradient());
    }
  }

  @Test
  void whatIsUnnoticedDependsOnTheThreshold() throws IOException {
    try (Watched watched = watched()) {
      float[][] images = SmallDefence.images(BATCH, 4);
      int[] labels = watched.evidence(images).stream().mapToInt(Evidence::label).toArray();
      long[] ids = {1, 2, 3, 4, 5, 6, 7, 8};
      AdaptiveAttack attack = new AdaptiveAttack(0.3, 5, List.of(0.0, 1.0), 9);
      Detector blind = new Detector(new double[4], new double[] {1, 1, 1, 1}, 1e9);
      List<Optional<Evidence>> unseen = attack.attack(watched, blind, images, labels, ids);
      assertThat(unseen).hasSize(BATCH).anyMatch(Optional::isPresent);
      assertThat(unseen).allMatch(quietest -> quietest.stream().noneMatch(blind::flags));
      for (int i = 0; i < BATCH; i++) {
        int label = labels[i];
        assertThat(unseen.get(i).stream()).allMatch(quietest -> quietest.label() != label);
      }
      assertThat(attack.attack(watched, ALL, images, labels, ids))
          .allMatch(quietest -> quietest.stream().allMatch(ALL::flags));
      assertThat(attack.attack(watched, blind, images, labels, ids))
          .usingRecursiveComparison()
          .isEqualTo(unseen);
    }
  }

  /** Over all rows none can take another's place: going through the retrieval changes nothing. */
  @Test
  void theSoftGradientIsTheHeldOneWhereAllRowsAreRetrieved() throws IOException {
    try (Watched watched = watched()) {
      float[][] images = SmallDefence.images(3, 4);
      int[] labels = {0, 1, 2};
      float[][] held = watched.slopes(images, labels, ALL, 1).gradient();
      float[][] soft = watched.slopes(images, labels, ALL, 1, Watched.Retrieval.SOFT).gradient();
      for (int i = 0; i < 3; i++) {
        float largest = 0;
        for (float slope : held[i]) {
          largest = Math.max(largest, Math.abs(slope));
        }
        assertThat(soft[i]).containsExactly(held[i], within(1e-3f * largest));
      }
    }
  }

  @Test
  void theSoftGradientGoesThroughRowsThatAreNotRetrieved() throws IOException {
    try (Watched watched = ofFive()) {
      float[][] images = SmallDefence.images(3, 4);
      int[] labels = {0, 1, 2};
      Watched.Slopes held = watched.slopes(images, labels, ALL, 0);
      Watched.Slopes soft = watched.slopes(images, labels, ALL, 0, Watched.Retrieval.SOFT);
      for (int i = 0; i < 3; i++) {
        assertThat(soft.evidence().get(i).label()).isEqualTo(held.evidence().get(i).label());
        double squares = 0;
        double differences = 0;
        for (int j = 0; j < images[i].length; j++) {
          double slope = held.gradient()[i][j];
          squares += slope * slope;
          differences += Math.pow(soft.gradient()[i][j] - slope, 2);
        }
        assertThat(Math.sqrt(differences / squares)).isGreaterThan(0.01);
      }
    }
  }

  /** Who climbs the loss alone may not be noticed either. */
  @Test
  void noPenaltyIsOneOfThePenalties() {
    assertThat(new AdaptiveAttack(0.1, 1, List.of(0.3, 1.0), 1).penalties())
        .containsExactly(0.3, 1.0, 0.0);
    assertThat(new AdaptiveAttack(0.1, 1, List.of(0.0, 1.0), 1).penalties())
        .containsExactly(0.0, 1.0);
  }

  @Test
  void everyImageThatIsAnsweredIsCounted() throws IOException {
    try (Watched watched = watched()) {
      List<Long> answered = new ArrayList<>();
      assertThat(watched.evidence(SmallDefence.images(BATCH + 3, 4), answered::add))
          .hasSize(BATCH + 3);
      assertThat(answered).containsExactly((long) BATCH, 3L);
    }
  }

  @Test
  void refusesAnAttackWithoutSteps() {
    assertThatThrownBy(() -> new AdaptiveAttack(0.1, 0, List.of(1.0), 1))
        .hasMessage("adaptive attack must have a step and a penalty: 0 and [1.0]");
  }
}
