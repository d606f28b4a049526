package io.retrievaldefense.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.config.RunConfigReader;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.report.EvaluatedModel;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CampaignTest {

  private static final List<LabeledImage> IMAGES =
      LongStream.range(0, 10)
          .mapToObj(id -> new LabeledImage(id, "picture", 0, new byte[12]))
          .toList();

  private static Campaign campaign(String suite) {
    AttackSuite attacks =
        AttackSuite.of(
            RunConfigReader.defaults(
                    "attacks.suite=" + suite, "attacks.epsilons=[0.01]", "attacks.unit=4")
                .attacks(),
            new ImageShape(2, 2, 3));
    List<EvaluatedModel> models = List.of(EvaluatedModel.BASELINE, new EvaluatedModel(5));
    return new Campaign(attacks, models, IMAGES, IMAGES, 1);
  }

  @Test
  void aSuiteWithoutFurtherAttacksHasNoFurtherStages() {
    Campaign paper = campaign("paper");

    assertThat(paper.everyExample()).isNotEmpty();
    assertThat(paper.survivors(List.of())).isEmpty();
    assertThat(paper.queries(List.of())).isEmpty();
    assertThat(paper.checks(List.of())).isEmpty();
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
