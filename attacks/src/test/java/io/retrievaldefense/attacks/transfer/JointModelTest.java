package io.retrievaldefense.attacks.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.attacks.AttackHarness;
import io.retrievaldefense.attacks.AttackPlan;
import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.LossGradient;
import io.retrievaldefense.attacks.Stopping;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.evaluation.GradientKiller;
import io.retrievaldefense.attacks.evaluation.RobustAccuracy;
import io.retrievaldefense.attacks.gradient.Pgd;
import io.retrievaldefense.attacks.loss.CrossEntropy;
import io.retrievaldefense.attacks.testing.CurvedModel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JointModelTest {

  private final CurvedModel lead = new CurvedModel(11, 27, 16, 5);
  private final CurvedModel helper = new CurvedModel(12, 27, 16, 5);
  private final JointModel joint = new JointModel(lead, helper);

  private double loss(float[] image, int label) {
    double[] a = lead.logits(image);
    double[] b = helper.logits(image);
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += Math.exp((a[k] + b[k]) / 2);
    }
    return Math.log(sum) - (a[label] + b[label]) / 2;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void itsLossAndGradientAreThoseOfTheMeanLogits(long seed) {
    float[] image = lead.examples(1, seed).get(0).image();
    int label = (int) seed;

    LossGradient answer =
        joint.lossGradient(new float[][] {image}, List.of(new CrossEntropy(label)));

    assertThat(answer.losses()[0]).isCloseTo(loss(image, label), within(1e-5));
    for (int i = 0; i < image.length; i++) {
      float[] up = image.clone();
      float[] down = image.clone();
      up[i] += 1e-2f;
      down[i] -= 1e-2f;
      double slope = (loss(up, label) - loss(down, label)) / ((double) up[i] - down[i]);
      assertThat((double) answer.gradients()[0][i]).isCloseTo(slope, within(1e-3));
    }
  }

  @Test
  void itAnswersWhatItsLeadAnswers() {
    float[][] images = {lead.examples(1, 7).get(0).image()};

    assertThat(joint.scores(images)).isDeepEqualTo(lead.scores(images));
    assertThat(joint.lossGradient(images, List.of(new CrossEntropy(0))).outputs())
        .isDeepEqualTo(lead.scores(images));
    assertThat(joint.answersAs(lead)).isTrue();
    assertThat(joint.answersAs(helper)).isFalse();
    assertThat(joint.heldUnder()).isEqualTo(ThreatModel.BASELINE_TRANSFER);
  }

  /** As masked as can be: alone, no step of it moves. */
  @Test
  void aLeadWithoutAGradientIsAttackedThroughItsHelper() {
    CurvedModel twin = new CurvedModel(11, 27, 16, 5);
    GradientKiller masked = new GradientKiller(lead);
    List<Example> examples = lead.examples(30, 3);
    AttackPlan plan =
        AttackPlan.of(new Jointly(Pgd.of(10)), new LinfBall(.1), ThreatModel.BASELINE_TRANSFER, 1)
            .with(Stopping.ON_SUCCESS);

    List<AttackResult> alone = AttackHarness.run(plan, masked, examples);
    List<AttackResult> both =
        AttackHarness.transfer(plan, new JointModel(masked, twin), masked, examples);

    assertThat(RobustAccuracy.of(both).robust()).isLessThan(5);
    assertThat(RobustAccuracy.of(alone).robust()).isGreaterThan(15);
    assertThat(both).extracting(AttackResult::attack).containsOnly("joint-pgd-ce-s10-c4-r1");
  }

  @Test
  void modelsOfDifferentShapesAreRefused() {
    assertThatThrownBy(() -> new JointModel(lead, new CurvedModel(1, 12, 4, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "models attacked together must have the same inputs and classes, 27 and 5: 12 and 3");
  }
}
