package io.retrievaldefense.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.report.EvaluatedModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which of the stored images of an example is its worst. */
class WorstExamplesTest {
  private static final String TRANSFER = ThreatModel.BASELINE_TRANSFER.id();
  private static final String KNOWN = ThreatModel.KNOWN_INDEX.id();

  private static StoredExample stored(
      long id, String crafted, String attack, boolean robust, double norm, double loss) {
    return new StoredExample(
        id,
        1,
        new EvaluatedModel(5),
        crafted,
        crafted,
        .02,
        attack,
        0,
        robust,
        norm,
        loss,
        robust ? 1 : 0,
        new float[] {0});
  }

  private static List<String> worst(List<StoredExample> stored) {
    return WorstExamples.of(stored, List.of(ThreatModel.BASELINE_TRANSFER, ThreatModel.KNOWN_INDEX))
        .stream()
        .map(each -> each.threat() + " " + each.exampleId() + " " + each.attack())
        .toList();
  }

  @Test
  void fooledBeforeRobustThenTheLeastNormAndOfRobustOnesTheGreatestLoss() {
    List<StoredExample> stored =
        new ArrayList<>(
            List.of(
                stored(1, KNOWN, "robust", true, .001, 9),
                stored(1, KNOWN, "far", false, .02, 5),
                stored(1, KNOWN, "near", false, .01, 3),
                stored(2, KNOWN, "low", true, .001, 1),
                stored(2, KNOWN, "high", true, .02, 2)));
    List<String> expected = List.of(KNOWN + " 1 near", KNOWN + " 2 high");
    assertThat(worst(stored)).isEqualTo(expected);
    Collections.reverse(stored);
    assertThat(worst(stored)).isEqualTo(expected);
  }

  @Test
  void aThreatModelTakesFromThoseItIncludesAndFromNoStrongerOne() {
    List<StoredExample> stored =
        List.of(
            stored(1, TRANSFER, "transfer", false, .01, 3),
            stored(1, KNOWN, "own", false, .02, 3),
            stored(2, TRANSFER, "transfer", true, .02, 1),
            stored(2, KNOWN, "own", false, .02, 3));
    assertThat(worst(stored))
        .containsExactly(
            TRANSFER + " 1 transfer",
            TRANSFER + " 2 transfer",
            KNOWN + " 1 transfer",
            KNOWN + " 2 own");
  }
}
