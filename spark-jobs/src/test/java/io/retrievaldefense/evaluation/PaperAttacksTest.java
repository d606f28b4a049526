package io.retrievaldefense.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackStatus;
import io.retrievaldefense.attacks.Selection;
import io.retrievaldefense.attacks.gradient.Fgsm;
import io.retrievaldefense.attacks.gradient.IteratedFgsm;
import io.retrievaldefense.config.RunConfigReader;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.report.EvaluatedModel;
import io.retrievaldefense.report.ResultRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** FGSM and iFGSM as they are configured, and what an attack may cost. */
class PaperAttacksTest {
  private static final ImageShape SHAPE = new ImageShape(SmallDefence.SIDE, SmallDefence.SIDE, 3);

  @TempDir private Path folder;

  private static List<Attack> attacks(String... settings) {
    return PaperAttacks.of(RunConfigReader.defaults(settings).attacks()).attacks();
  }

  @Test
  void presetAndIterateAreTheNamedOnes() {
    assertThat(attacks("attacks.ifgsm.preset=literal", "attacks.ifgsm.iterate=last"))
        .containsExactly(new Fgsm(), IteratedFgsm.literal().keeping(Selection.LAST_ITERATE));
    assertThat(attacks("attacks.ifgsm.preset=kurakin", "attacks.ifgsm.iterate=best"))
        .containsExactly(new Fgsm(), IteratedFgsm.kurakin().keeping(Selection.HIGHEST_LOSS));
    assertThat(attacks("attacks.ifgsm.preset=converged", "attacks.ifgsm.iterate=last"))
        .element(1)
        .isEqualTo(IteratedFgsm.converged().keeping(Selection.LAST_ITERATE));
    assertThat(
            attacks(
                "attacks.ifgsm.preset=explicit",
                "attacks.ifgsm.steps=7",
                "attacks.ifgsm.c=3",
                "attacks.ifgsm.iterate=best"))
        .element(1)
        .isEqualTo(IteratedFgsm.of(7, 3).keeping(Selection.HIGHEST_LOSS));
    assertThat(attacks("attacks.ifgsm.enabled=false")).containsExactly(new Fgsm());
    assertThat(attacks("attacks.fgsm=false")).singleElement().isInstanceOf(IteratedFgsm.class);
  }

  @Test
  void anAttackEndsWhereItsQueriesDo() throws IOException {
    AttackSuite suite =
        AttackSuite.of(
            RunConfigReader.defaults(
                    "attacks.epsilons=[0.0001]",
                    "attacks.ifgsm.preset=explicit",
                    "attacks.ifgsm.steps=20",
                    "attacks.queries=3")
                .attacks(),
            SHAPE);
    List<LabeledImage> images = new ArrayList<>();
    Random random = new Random(3);
    for (int i = 0; i < 8; i++) {
      byte[] pixels = new byte[SHAPE.length()];
      random.nextBytes(pixels);
      images.add(new LabeledImage(i, "", i % SmallDefence.CLASSES, pixels));
    }
    Campaign campaign = new Campaign(suite, List.of(EvaluatedModel.BASELINE), images, images, 1);
    List<ResultRow> rows = new ArrayList<>();
    try (UnitEvaluator evaluator = new UnitEvaluator(suite, new SmallModels(folder), 1)) {
      for (WorkUnit unit : campaign.everyExample()) {
        rows.addAll(evaluator.evaluate(unit).rows());
      }
    }
    assertThat(rows).allMatch(row -> row.queries() <= 3);
    assertThat(rows).extracting(ResultRow::status).contains(AttackStatus.QUERIES_EXHAUSTED.name());
  }
}
