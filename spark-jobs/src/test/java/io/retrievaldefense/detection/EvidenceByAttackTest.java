package io.retrievaldefense.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.detection.DetectionTable.Adaptive;
import io.retrievaldefense.detection.DetectionTable.Calibration;
import io.retrievaldefense.detection.DetectionTable.Clean;
import io.retrievaldefense.detection.DetectionTable.Row;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On evidence of which the first signal alone varies. */
class EvidenceByAttackTest {
  /** Flags what is above 9 of {@link #evidence 0 to 9}, by the first signal or all together. */
  private static final Detector DETECTOR =
      new Detector(new double[4], new double[] {9, 1, 1, 1}, 1);

  private static Evidence evidence(double signal) {
    return new Evidence(0, new double[] {signal, 0, 0, 0});
  }

  private static List<Evidence> benign() {
    List<Evidence> benign = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      benign.add(evidence(i));
    }
    // A false positive that the validation images did not have.
    benign.add(evidence(20));
    return benign;
  }

  private static DetectionTable table() {
    EvidenceByAttack attacks = new EvidenceByAttack();
    attacks.add("known-index", 0.02, "pgd", evidence(30));
    attacks.add("known-index", 0.02, "fgsm", evidence(0.5));
    attacks.add("known-index", 0.02, "pgd", evidence(8.5));
    attacks.add("baseline-transfer", 0.01, "pgd", evidence(10));
    return new DetectionTable(
        new Calibration(20, 1),
        EvidenceByAttack.falsePositives(DETECTOR, benign()),
        attacks.rows(DETECTOR, benign()),
        List.of(new Adaptive(0.02, 8, 4, 1)));
  }

  @Test
  void everyAttackHasARowForEachSignal() {
    assertThat(table().rows())
        .filteredOn(row -> row.signal().equals("combined"))
        .extracting(Row::threat, Row::attack, Row::epsilon, Row::examples)
        .containsExactly(
            tuple("baseline-transfer", "pgd", 0.01, 1),
            tuple("known-index", "fgsm", 0.02, 1),
            tuple("known-index", "pgd", 0.02, 2));
    assertThat(table().rows()).hasSize(3 * (Signal.values().length + 1));
  }

  @Test
  void sharesAreOfThatAttacksExamplesAndAreasAgainstTheCleanImages() {
    Row pgd =
        table().rows().stream()
            .filter(row -> row.threat().equals("known-index") && row.attack().equals("pgd"))
            .filter(row -> row.signal().equals("disagreement"))
            .findFirst()
            .orElseThrow();
    assertThat(pgd.flagged()).isEqualTo(0.5);
    // 30 is above all eleven, 8.5 above nine of them.
    assertThat(pgd.roc().area()).isCloseTo((11 + 9) / 22.0, within(1e-12));
  }

  @Test
  void falsePositivesAreCountedOnTheImagesThatWereAttacked() {
    assertThat(table().clean())
        .hasSize(Signal.values().length + 1)
        .contains(new Clean("disagreement", 11, 1 / 11.0), new Clean("combined", 11, 1 / 11.0))
        .contains(new Clean("entropy", 11, 0));
  }

  @Test
  void linesAndCsvSayTheSame() {
    DetectionTable table = table();
    assertThat(table.lines())
        .contains(
            "thresholds: of 20 validation images 1 are flagged",
            "clean: 11 images, flagged 9.1 %",
            "known-index, pgd, epsilon 0.02: 2 examples, area 0.909, flagged 50.0 %",
            "adaptive, epsilon 0.02: of 8 images 4 are fooled, 1 of them unnoticed:"
                + " right or flagged 87.5 %");
    assertThat(table.csv().text().lines())
        .startsWith(
            "threat,attack,epsilon,signal,examples,area,flagged,"
                + "found_at_0.01,found_at_0.05,found_at_0.1,found_at_0.2",
            "none,clean,0,disagreement,11,,0.0909,,,,")
        .contains("known-index,pgd,0.02,combined,2,0.9091,0.5000,0.5000,0.5000,0.5000,1.0000")
        .hasSize(1 + 5 + 3 * 5);
  }

  @Test
  void nothingIsSaidOfFooledImagesWhereNoneIs() {
    DetectionTable none =
        new DetectionTable(
            new Calibration(20, 1), List.of(), List.of(), List.of(new Adaptive(0.02, 8, 0, 0)));
    assertThat(none.csv().text().lines()).hasSize(1);
    assertThat(none.lines()).hasSize(2).last().asString().endsWith("right or flagged 100.0 %");
  }
}
