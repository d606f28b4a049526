package io.retrievaldefense.attacks.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.attacks.AttackHarness;
import io.retrievaldefense.attacks.AttackPlan;
import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.Ball;
import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.gradient.Fgsm;
import io.retrievaldefense.attacks.gradient.Pgd;
import io.retrievaldefense.attacks.loss.LossKind;
import io.retrievaldefense.attacks.score.Square;
import io.retrievaldefense.attacks.support.ImageGrid;
import io.retrievaldefense.attacks.testing.CurvedModel;
import io.retrievaldefense.attacks.testing.LinearModel;
import io.retrievaldefense.attacks.testing.Runs;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelChecksTest {

  private static final Ball BALL = new LinfBall(.12);

  private final CurvedModel model = new CurvedModel(11, 27, 16, 5);
  private final List<Example> examples = model.examples(20, 3);

  private static float[][] images(List<Example> examples) {
    return examples.stream().map(Example::image).toArray(float[][]::new);
  }

  @Test
  void aForwardPassThatRepeatsItselfPasses() {
    Check check = ModelChecks.forwardDeterministic(model, images(examples));

    assertThat(check.verdict()).isEqualTo(Verdict.PASS);
    assertThat(check.figure()).isEqualTo("largest difference 0.0 in 5 runs");
  }

  @Test
  void aForwardPassThatDrawsNoiseFails() {
    LinearModel noisy =
        new LinearModel(new double[][] {{0, 0, 0}, {3, -4, 0}}, new double[] {0, .5}) {
          private int calls;

          @Override
          public double[] logits(float[] image) {
            double[] logits = super.logits(image);
            logits[0] += 1e-3 * calls++;
            return logits;
          }
        };

    assertThat(
            ModelChecks.forwardDeterministic(noisy, images(List.of(LinearModel.m0Example())))
                .verdict())
        .isEqualTo(Verdict.FAIL);
  }

  @Test
  void probabilitiesInsteadOfLogitsFail() {
    LinearModel softmax =
        new LinearModel(new double[][] {{0, 0, 0}, {3, -4, 0}}, new double[] {0, .5}) {
          @Override
          public double[] logits(float[] image) {
            double p = 1 / (1 + Math.exp(-super.logits(image)[1]));
            return new double[] {1 - p, p};
          }
        };
    float[][] images = images(List.of(LinearModel.m0Example()));

    assertThat(ModelChecks.logitsAttacked(softmax, images))
        .isEqualTo(
            new Check(
                "logits attacked, not softmax",
                Verdict.FAIL,
                "1 of 1 score rows look like probabilities"));
    assertThat(ModelChecks.logitsAttacked(LinearModel.m0(), images).verdict())
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void storedExamplesAreHeldToTheirRows() {
    AttackPlan plan = AttackPlan.of(Pgd.of(5), BALL, ThreatModel.KNOWN_INDEX, 1);
    List<AttackResult> rows = AttackHarness.run(plan, model, examples);

    assertThat(Audit.of(model, rows, examples).check())
        .isEqualTo(new Check("stored examples audited", Verdict.PASS, "0 of 20 wrong"));

    rows.get(4).image()[2] += rows.get(4).image()[2] > .5f ? -.4f : .4f;
    assertThat(Audit.of(model, rows, examples).check().figure())
        .isEqualTo("1 of 20 wrong, first: example 1004 leaves its ball or the bounds");
    assertThat(Audit.of(model, rows, examples).check().verdict()).isEqualTo(Verdict.FAIL);
    assertThat(Audit.of(model, rows.subList(0, 1), List.of()).check().figure())
        .isEqualTo("1 of 1 wrong, first: example 1000 is unknown");
  }

  @Test
  void auditsOfPartsAddUpInAnyOrder() {
    AttackPlan plan = AttackPlan.of(Pgd.of(5), BALL, ThreatModel.KNOWN_INDEX, 1);
    List<AttackResult> rows = AttackHarness.run(plan, model, examples);
    rows.get(4).image()[2] += rows.get(4).image()[2] > .5f ? -.4f : .4f;
    rows.get(9).image()[2] += rows.get(9).image()[2] > .5f ? -.4f : .4f;

    Audit first = Audit.of(model, rows.subList(0, 7), examples);
    Audit second = Audit.of(model, rows.subList(7, 20), examples);

    assertThat(first.wrong()).isEqualTo(1);
    assertThat(second.wrong()).isEqualTo(1);
    assertThat(first.plus(second)).isEqualTo(Audit.of(model, rows, examples));
    assertThat(second.plus(first).plus(Audit.NONE)).isEqualTo(first.plus(second));
  }

  @Test
  void anotherModelsExamplesFailTheAudit() {
    AttackPlan plan = AttackPlan.of(Pgd.of(5), BALL, ThreatModel.KNOWN_INDEX, 1);
    List<AttackResult> rows = AttackHarness.run(plan, model, examples);

    Check check = Audit.of(new CurvedModel(12, 27, 16, 5), rows, examples).check();

    assertThat(check.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(check.figure()).endsWith("is classified otherwise");
  }

  @Test
  void aPlantedGradientKillerLooksRobustAndMakesTheRightItemsFail() {
    GradientKiller killer = new GradientKiller(model);
    List<AttackResult> white = Runs.untilSuccess(killer, examples, new Fgsm(), BALL);
    List<AttackResult> black =
        Runs.untilSuccess(killer, examples, Square.of(new ImageGrid(3, 3, 3), 500), BALL);

    assertThat(RobustAccuracy.of(white).share()).isEqualTo(1);
    assertThat(MaskingChecks.gradientsAlive(white).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(
            StrengthChecks.atLeastAsStrong("white box at least as strong", white, black).verdict())
        .isEqualTo(Verdict.FAIL);

    Pgd strong = Pgd.of(40).raising(LossKind.MARGIN).withRestarts(5);
    List<AttackResult> open = Runs.untilSuccess(model, examples, strong, BALL);
    assertThat(MaskingChecks.gradientsAlive(open).verdict()).isEqualTo(Verdict.PASS);
    assertThat(
            StrengthChecks.atLeastAsStrong("white box at least as strong", open, black).verdict())
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void theDetectorIsItselfTested() {
    assertThat(ModelChecks.detectorFires(model, BALL, 1, examples).verdict())
        .isEqualTo(Verdict.PASS);
    assertThat(ModelChecks.detectorFires(model, BALL, 1, List.of()).verdict())
        .isEqualTo(Verdict.WARN);
  }
}
