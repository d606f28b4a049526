package io.retrievaldefense.attacks.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.attacks.AttackHarness;
import io.retrievaldefense.attacks.AttackPlan;
import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.Capability;
import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.LossGradient;
import io.retrievaldefense.attacks.RetrievalAccess;
import io.retrievaldefense.attacks.Stopping;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.gradient.Pgd;
import io.retrievaldefense.attacks.loss.CrossEntropy;
import io.retrievaldefense.attacks.loss.LossKind;
import io.retrievaldefense.attacks.loss.Margin;
import io.retrievaldefense.attacks.testing.CurvedModel;
import io.retrievaldefense.attacks.testing.ToyRetrievalModel;
import io.retrievaldefense.attacks.transfer.JointModel;
import io.retrievaldefense.attacks.transfer.Jointly;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoftGradientModelTest {

  private final ToyRetrievalModel defence = ToyRetrievalModel.random(3, 6, 60, 5);
  private final SoftGradientModel soft = new SoftGradientModel(defence, 30);

  private float[][] images(int number) {
    return defence.examples(number, 2).stream().map(Example::image).toArray(float[][]::new);
  }

  @Test
  void itAnswersAsTheDefenceDoes() {
    float[][] images = images(4);
    LossGradient answer = soft.lossGradient(images, new int[] {0, 1, 2, 0});
    LossGradient own = defence.lossGradient(images, new int[] {0, 1, 2, 0});

    assertThat(soft.scores(images)).isDeepEqualTo(defence.scores(images));
    assertThat(answer.outputs()).isDeepEqualTo(defence.scores(images));
    assertThat(answer.losses()).containsExactly(own.losses(), within(1e-6));
    assertThat(answer.gradients()[0]).isNotEqualTo(own.gradients()[0]);
    assertThat(soft.answersAs(defence)).isTrue();
    assertThat(soft.answersAs(ToyRetrievalModel.random(4, 6, 60, 5))).isFalse();
  }

  /** The features of this model are its images. */
  @Test
  void itsGradientIsTheSoftRetrievals() {
    RetrievalAccess index = defence.retrieval().orElseThrow();
    float[][] images = images(3);
    float[][] gradients =
        soft.lossGradient(images, List.of(new Margin(0), new Margin(1), new Margin(2))).gradients();

    for (int i = 0; i < images.length; i++) {
      double spread = SoftRetrieval.spread(index.nearest(index.project(images[i]), 30));
      float[] expected = new float[6];
      new SoftRetrieval(index, new Margin(i), 30, .1 * spread, 1).value(images[i], expected);
      assertThat(gradients[i]).containsExactly(expected, within(1e-6f));
      assertThat(SoftGradientModel.featureGradient(index, new Margin(i), 30, images[i]))
          .containsExactly(expected);
    }
  }

  /** One neighbour and its label: where the model's own gradient is zero this one is not. */
  @Test
  void attacksThatKnowNoRetrievalFollowIt() {
    ToyRetrievalModel nearest =
        ToyRetrievalModel.twoPoints(new double[] {.3, .4}, new double[] {.7, .4});
    SoftGradientModel through = new SoftGradientModel(nearest, 2);
    Example example = Example.untargeted(1, new float[] {.42f, .5f}, 0);
    AttackPlan plan =
        AttackPlan.of(
                Pgd.of(20).raising(LossKind.MARGIN), new LinfBall(.1), ThreatModel.KNOWN_INDEX, 1)
            .with(Stopping.ON_SUCCESS);

    AttackResult result = AttackHarness.transfer(plan, through, nearest, List.of(example)).get(0);

    assertThat(nearest.lossGradient(new float[][] {example.image()}, new int[] {0}).gradients()[0])
        .containsOnly(0f);
    assertThat(result.success()).isTrue();
    assertThat(result.counts().zeroGradientSteps()).isZero();
  }

  @Test
  void itIsMixedWithAnotherModelsAndCountedOnce() {
    CurvedModel plain = new CurvedModel(12, 6, 8, 3);
    JointModel both = new JointModel(soft, plain);
    float[][] images = images(1);
    LossGradient answer = both.lossGradient(images, List.of(new CrossEntropy(1)));
    float[] own = defence.scores(images)[0];
    float[] other = plain.scores(images)[0];
    float[] mean = new float[3];
    for (int k = 0; k < 3; k++) {
      mean[k] = (own[k] + other[k]) / 2;
    }

    assertThat(answer.outputs()[0]).containsExactly(own);
    assertThat(answer.losses()[0])
        .isCloseTo(new CrossEntropy(1).value(mean, new float[3]), within(1e-6));
    assertThat(both.answersAs(defence)).isTrue();
    assertThat(both.heldUnder()).isEqualTo(ThreatModel.KNOWN_INDEX);

    AttackPlan plan =
        AttackPlan.of(
            Jointly.throughRetrieval(Pgd.of(5)), new LinfBall(1e-4), ThreatModel.KNOWN_INDEX, 1);
    AttackResult result =
        AttackHarness.transfer(plan, both, defence, defence.examples(1, 2)).get(0);
    assertThat(result.attack()).isEqualTo("joint-bpda-pgd-ce-s5-c2-r1");
    assertThat(result.counts().gradientCalls()).isEqualTo(5);
    // The last point is asked about once more if it is another.
    assertThat(result.counts().queries()).isBetween(5L, 6L);
  }

  @Test
  void onlyWhoHoldsTheDefenceMayFollowIt() {
    assertThat(soft.capabilities())
        .containsExactlyInAnyOrder(Capability.LABELS, Capability.SCORES, Capability.LOSS_GRADIENT);
    ThreatModel.KNOWN_INDEX.check(Pgd.of(3), soft);
    for (ThreatModel threat : List.of(ThreatModel.BASELINE_TRANSFER, ThreatModel.PRIVATE_INDEX)) {
      assertThatThrownBy(() -> threat.check(Pgd.of(3), soft))
          .hasMessageEndingWith("%s grants: one of known-index".formatted(threat));
    }
  }

  @Test
  void aModelThatRetrievesNothingIsRefused() {
    assertThatThrownBy(() -> new SoftGradientModel(new CurvedModel(12, 6, 8, 3), 30))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "model with a soft gradient must offer features and index: "
                + "[LABELS, SCORES, LOSS_GRADIENT]");
    assertThatThrownBy(() -> new SoftGradientModel(defence, 61))
        .hasMessage(
            "number of candidates for attack through a soft gradient must be in [5, 60]: 61");
  }
}
