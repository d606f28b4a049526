package io.retrievaldefense.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.Turn;
import io.retrievaldefense.config.RunConfigReader;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.report.EvaluatedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnitAttacksTest {

  private static final ModelKey FIVE = ModelKey.asBuilt(new EvaluatedModel(5));

  @TempDir private Path folder;

  private static AttackSuite suite(String name) {
    return AttackSuite.of(
        RunConfigReader.defaults("attacks.suite=" + name).attacks(),
        new ImageShape(SmallDefence.SIDE, SmallDefence.SIDE, 3));
  }

  private static WorkUnit unit(ThreatModel threat, ModelKey source) {
    byte[] pixels = new byte[SmallDefence.SIDE * SmallDefence.SIDE * 3];
    return new WorkUnit(
        AttackGroup.SURVIVORS,
        threat,
        source,
        List.of(FIVE),
        .01,
        List.of(new LabeledImage(1, "picture", 0, pixels)));
  }

  private static List<String> names(List<Turn> turns) {
    return turns.stream().map(turn -> turn.plan().attack().name()).toList();
  }

  /** Those of the defence itself and of the stand-in; the plain network has no index. */
  @Test
  void whoHoldsADefenceMixesItsSoftGradientWithThePlainNetworks() throws IOException {
    String joint = "joint-bpda-pgd-margin-s40-c16-r1";
    ModelKey standIn = new ModelKey(FIVE.model(), ModelKey.Build.STAND_IN);
    try (SmallModels models = new SmallModels(folder)) {
      UnitAttacks attacks = new UnitAttacks(suite("standard"), models, 1);
      List<Turn> known = attacks.of(unit(ThreatModel.KNOWN_INDEX, FIVE));
      Turn last = known.get(known.size() - 1);

      assertThat(names(known))
          .containsOnlyOnce(joint)
          .endsWith("joint-pgd-margin-s40-c16-r1", "joint-apgd-t-s50-t1", joint);
      assertThat(last.source().answersAs(models.model(FIVE))).isTrue();
      assertThat(last.source().heldUnder()).isEqualTo(ThreatModel.KNOWN_INDEX);
      // One model for all units, or their questions would share no batch.
      List<Turn> again = attacks.of(unit(ThreatModel.KNOWN_INDEX, FIVE));
      assertThat(again.get(again.size() - 1).source()).isSameAs(last.source());

      assertThat(names(attacks.of(unit(ThreatModel.PRIVATE_INDEX, standIn)))).contains(joint);
      assertThat(names(attacks.of(unit(ThreatModel.BASELINE_TRANSFER, ModelKey.BASELINE))))
          .isNotEmpty()
          .noneMatch(name -> name.startsWith("joint-"));
    }
  }

  @Test
  void theQuickSuiteIsComparableWithWhatWasMeasuredWithIt() throws IOException {
    try (SmallModels models = new SmallModels(folder)) {
      UnitAttacks attacks = new UnitAttacks(suite("quick"), models, 1);

      assertThat(names(attacks.of(unit(ThreatModel.KNOWN_INDEX, FIVE))))
          .containsExactly(
              "pgd-margin-s20-c8-r1",
              "rescaling-s20-c8-m0-t10.0-r1",
              "rescaling-s20-c8-m0-t100.0-r1",
              "bpda-s20-c8-m60-t1.0-r1",
              "ask-s20-c8-m60-r1",
              "collision-s20-c8-g1-m60",
              "guide-g20-m60",
              "apgd-dlr-s20-r1",
              "apgd-t-s20-t1",
              "joint-pgd-margin-s20-c8-r1",
              "joint-apgd-t-s20-t1");
    }
  }
}
