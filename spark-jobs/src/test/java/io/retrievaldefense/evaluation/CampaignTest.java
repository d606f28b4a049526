package io.retrievaldefense.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.config.RunConfigReader;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.report.EvaluatedModel;
import io.retrievaldefense.report.ResultRow;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CampaignTest {

  private static final List<LabeledImage> IMAGES =
      LongStream.range(0, 10)
          .mapToObj(id -> new LabeledImage(id, "picture", 0, new byte[12]))
          .toList();

  private static final EvaluatedModel FIVE = new EvaluatedModel(5);
  private static final List<EvaluatedModel> MODELS = List.of(EvaluatedModel.BASELINE, FIVE);

  private static ResultRow row(
      String group, long id, ThreatModel threat, double epsilon, boolean success) {
    return row(group, "fgsm", id, threat, epsilon, success);
  }

  private static ResultRow row(
      String group, String attack, long id, ThreatModel threat, double epsilon, boolean success) {
    return new ResultRow(
        id,
        0,
        FIVE,
        attack,
        threat.id(),
        epsilon,
        "COMPLETED",
        success,
        0,
        success ? 1 : 0,
        epsilon,
        1,
        1,
        1,
        0,
        1,
        0,
        0,
        group);
  }

  private static Campaign campaign(String suite) {
    AttackSuite attacks =
        AttackSuite.of(
            RunConfigReader.defaults(
                    "attacks.suite=" + suite, "attacks.epsilons=[0.01]", "attacks.unit=4")
                .attacks(),
            new ImageShape(2, 2, 3));
    return new Campaign(attacks, MODELS, IMAGES, IMAGES, 1);
  }

  @Test
  void aSuiteWithoutFurtherAttacksHasNoFurtherStages() {
    Campaign paper = campaign("paper");

    assertThat(paper.everyExample()).isNotEmpty();
    assertThat(paper.survivors(List.of())).isEmpty();
    assertThat(paper.queries(List.of())).isEmpty();
    assertThat(paper.checks(List.of())).isEmpty();
  }

  /** Each threat model has survivors of its own: an attacker may do better who knows less. */
  @Test
  void whoIsBrokenIsSoUnderOneThreatModelForOneModelAndOneEpsilon() {
    ThreatModel transfer = ThreatModel.BASELINE_TRANSFER;
    List<ResultRow> rows =
        List.of(
            row("table", 3, transfer, .01, true),
            row("table", 4, transfer, .01, false),
            row("table", 5, transfer, .02, true),
            row("chance", 6, transfer, .01, true),
            row("table", "gaussian", 7, ThreatModel.KNOWN_INDEX, .01, true));

    List<WorkUnit> units = campaign("standard").survivors(rows);

    Set<Long> all = IMAGES.stream().map(LabeledImage::id).collect(Collectors.toSet());
    Set<Long> withoutThird = new HashSet<>(all);
    withoutThird.remove(3L);
    assertThat(attacked(units, transfer, FIVE)).isEqualTo(withoutThird);
    assertThat(attacked(campaign("standard").queries(rows), ThreatModel.KNOWN_INDEX, FIVE))
        .as("what noise has broken need not be asked about")
        .doesNotContain(7L)
        .contains(8L);
    assertThat(attacked(units, transfer, EvaluatedModel.BASELINE)).isEqualTo(all);
    assertThat(attacked(units, ThreatModel.PRIVATE_INDEX, FIVE)).isEqualTo(all);
    assertThat(attacked(units, ThreatModel.KNOWN_INDEX, FIVE)).isEqualTo(all);
  }

  private static Set<Long> attacked(
      List<WorkUnit> units, ThreatModel threat, EvaluatedModel model) {
    return units.stream()
        .filter(unit -> unit.threat() == threat)
        .filter(unit -> unit.targets().get(0).model().equals(model))
        .flatMap(unit -> unit.images().stream())
        .map(LabeledImage::id)
        .collect(Collectors.toSet());
  }

  @Test
  void aSuiteThatGoesOnHasUnitsOfAllStages() {
    Campaign standard = campaign("standard");

    assertThat(standard.survivors(List.of()))
        .hasSize(3 * (1 + 3))
        .allMatch(unit -> unit.group() == AttackGroup.SURVIVORS && unit.images().size() <= 4);
    assertThat(standard.queries(List.of())).hasSize(3 * 2);
    assertThat(standard.checks(List.of()))
        .extracting(WorkUnit::group)
        .contains(
            AttackGroup.CHANCE,
            AttackGroup.MORE_STEPS,
            AttackGroup.MORE_RESTARTS,
            AttackGroup.PLAIN_CNN,
            AttackGroup.ABLATION);
  }
}
