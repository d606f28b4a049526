package io.retrievaldefense.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.classifier.RetrievedRow;
import io.retrievaldefense.config.BadInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DetectorTest {

  private static List<Evidence> clean(int n, long seed) {
    Random random = new Random(seed);
    List<Evidence> evidence = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      evidence.add(
          new Evidence(
              0,
              new double[] {
                random.nextDouble(), random.nextGaussian(), random.nextDouble(), random.nextDouble()
              }));
    }
    return evidence;
  }

  @Test
  void signalsAreWhatTheirNamesSay() {
    List<RetrievedRow> rows =
        List.of(
            new RetrievedRow(1, 2, 4, new float[1]),
            new RetrievedRow(2, 1, 6, new float[1]),
            new RetrievedRow(3, 2, 8, new float[1]));
    Evidence evidence =
        Evidence.of(
            new double[] {0, 1, 3},
            new double[] {0.5, 0.25, 0.25},
            rows,
            new double[] {0.1, 0.7, 0.2});
    assertThat(evidence.label()).isEqualTo(2);
    assertThat(evidence.of(Signal.DISAGREEMENT)).isCloseTo(0.25, within(1e-12));
    assertThat(evidence.of(Signal.DISTANCE)).isCloseTo(Math.log(6), within(1e-9));
    assertThat(evidence.of(Signal.ENTROPY)).isCloseTo(1.5 * Math.log(2), within(1e-12));
    assertThat(evidence.of(Signal.CONFLICT)).isCloseTo(0.8, within(1e-12));
  }

  @Test
  void thresholdsFlagTheShareOfCleanImagesTheyWereSetFor() {
    List<Evidence> clean = clean(1000, 1);
    Detector detector = Detector.calibrated(clean, 0.1);
    assertThat(clean.stream().filter(detector::flags)).hasSize(100);
    for (Signal signal : Signal.values()) {
      assertThat(clean.stream().filter(e -> detector.flags(signal, e))).hasSize(100);
    }
    assertThat(clean(4000, 2).stream().filter(detector::flags).count()).isBetween(300L, 500L);
  }

  @Test
  void oneSignalFarOffIsEnoughForAllTogether() {
    Detector detector = Detector.calibrated(clean(1000, 1), 0.1);
    for (Signal signal : Signal.values()) {
      double[] signals = {0.5, 0, 0.5, 0.5};
      assertThat(detector.flags(new Evidence(0, signals.clone()))).isFalse();
      signals[signal.ordinal()] = 9;
      assertThat(detector.flags(new Evidence(0, signals))).as(signal.id()).isTrue();
    }
  }

  @Test
  void refusesWhatItCannotBeSetBy() {
    assertThatThrownBy(() -> Detector.calibrated(List.of(), 0.1))
        .hasMessage("clean images must not be empty: 0");
    assertThatThrownBy(() -> Detector.calibrated(clean(5, 1), 1))
        .hasMessage("false-positive rate must be in (0, 1): 1.0");
    assertThatThrownBy(() -> new Detector(new double[4], new double[3], 1))
        .hasMessage("medians and thresholds must be one per signal, 4: 4 and 3");
    assertThatThrownBy(() -> new Evidence(0, new double[2])).hasMessage("signals must be 4: 2");
    assertThatThrownBy(() -> new DetectionRun.Request(0, 1, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessage("share of false positives must be in (0, 1): 0.0");
    assertThatThrownBy(() -> new DetectionRun.Request(0.1, -1, 1))
        .hasMessage("number of examples for the adaptive attack must not be negative: -1");
    assertThatThrownBy(() -> new DetectionRun.Request(0.1, 1, 0))
        .hasMessage("steps of the adaptive attack must be at least 1: 0");
  }

  @Test
  void noShareIsLostToRounding() {
    double[] values = new double[100];
    for (int i = 0; i < 100; i++) {
      values[i] = i;
    }
    for (int percent = 0; percent <= 100; percent++) {
      double threshold = Thresholds.exceededBy(percent / 100.0, values);
      assertThat(Arrays.stream(values).filter(value -> value > threshold).count())
          .as("above a threshold for %d %%", percent)
          .isEqualTo(Math.min(percent, 99));
    }
  }

  @Test
  void areaIsTheShareOfPairsInTheRightOrder() {
    Roc roc = Roc.of(new double[] {1, 2, 3, 4}, new double[] {3.5, 5});
    assertThat(roc.area()).isCloseTo(7 / 8.0, within(1e-12));
    assertThat(Roc.of(new double[] {1, 1}, new double[] {1, 1, 1}).area()).isEqualTo(0.5);
    assertThat(Roc.of(new double[] {2}, new double[] {1}).area()).isZero();
    assertThatThrownBy(() -> Roc.of(new double[0], new double[] {1}))
        .hasMessage("scores must be there of both kinds: 0 and 1");
  }

  @Test
  void pointsGoFromNothingToEverythingAndTiesAreOneStep() {
    assertThat(Roc.of(new double[] {1, 1, 2, 3}, new double[] {1, 3}).points())
        .containsExactly(
            new Roc.Point(0, 0),
            new Roc.Point(0.25, 0.5),
            new Roc.Point(0.5, 0.5),
            new Roc.Point(1, 1));
  }

  @Test
  void theAreaIsThatUnderThePoints() {
    Random random = new Random(7);
    double[] clean = random.doubles(900).map(x -> Math.rint(x * 50)).toArray();
    double[] adversarial = random.doubles(700).map(x -> Math.rint(10 + x * 60)).toArray();
    assertTrapezoids(Roc.of(clean, adversarial), 1e-12);
    double[] fine = random.doubles(5000).toArray();
    Roc thinned = Roc.of(fine, random.doubles(4000).map(Math::sqrt).toArray());
    assertThat(thinned.points()).hasSizeLessThan(600);
    assertTrapezoids(thinned, 2e-3);
  }

  private static void assertTrapezoids(Roc roc, double tolerance) {
    double area = 0;
    for (int i = 1; i < roc.points().size(); i++) {
      Roc.Point from = roc.points().get(i - 1);
      Roc.Point to = roc.points().get(i);
      assertThat(to.found()).isGreaterThanOrEqualTo(from.found());
      area += (to.falsePositives() - from.falsePositives()) * (from.found() + to.found()) / 2;
    }
    assertThat(area).isCloseTo(roc.area(), within(tolerance));
  }

  @Test
  void curveSaysHowManyAreFoundAtEachRate() {
    double[] clean = new double[100];
    for (int i = 0; i < 100; i++) {
      clean[i] = i;
    }
    // Above 98, above 94, above 89, above 79.
    assertThat(Roc.of(clean, new double[] {98.5, 95.5, 90, 85, 10}).curve())
        .containsExactly(0.2, 0.4, 0.6, 0.8);
  }
}
