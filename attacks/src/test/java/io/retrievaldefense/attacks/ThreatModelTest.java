package io.retrievaldefense.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.attacks.gradient.Fgsm;
import io.retrievaldefense.attacks.testing.LinearModel;
import io.retrievaldefense.attacks.testing.ToyRetrievalModel;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ThreatModelTest {

  private static LinearModel heldUnder(ThreatModel threat, Set<Capability> capabilities) {
    return new LinearModel(new double[][] {{0, 0, 0}, {3, -4, 0}}, new double[] {0, .5}) {
      @Override
      public ThreatModel heldUnder() {
        return threat;
      }

      @Override
      public Set<Capability> capabilities() {
        return capabilities;
      }
    };
  }

  private static Attack needing(Capability... needs) {
    return new Attack() {
      @Override
      public String name() {
        return "guide";
      }

      @Override
      public Set<Capability> needs() {
        return Set.of(needs);
      }

      @Override
      public float[] perturb(AttackSession session) {
        return session.original();
      }
    };
  }

  @Test
  void aModelOffersWhatItHas() {
    assertThat(LinearModel.m0().capabilities())
        .containsExactly(Capability.LABELS, Capability.SCORES, Capability.LOSS_GRADIENT);
    assertThat(ToyRetrievalModel.twoPoints(new double[] {0}, new double[] {1}).capabilities())
        .containsExactly(Capability.values());
  }

  @Test
  void anAttackThroughTheRetrievalOfAModelWithoutOneIsRefusedBeforeAnyWork() {
    LinearModel model =
        new LinearModel(new double[][] {{0, 0, 0}, {3, -4, 0}}, new double[] {0, .5}) {
          @Override
          public ThreatModel heldUnder() {
            return ThreatModel.KNOWN_INDEX;
          }
        };
    AttackPlan plan =
        AttackPlan.of(needing(Capability.INDEX), new LinfBall(.1), ThreatModel.KNOWN_INDEX, 1);

    assertThatThrownBy(() -> AttackHarness.run(plan, model, List.of(LinearModel.m0Example())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "attack guide must ask only for what the model offers, [LABELS, SCORES,"
                + " LOSS_GRADIENT]: INDEX");
    assertThat(model.calls()).isZero();
  }

  @Test
  void whoeverKnowsMoreIncludesWhoeverKnowsLess() {
    for (ThreatModel stronger : ThreatModel.values()) {
      for (ThreatModel weaker : ThreatModel.values()) {
        boolean expected = stronger.ordinal() >= weaker.ordinal();
        assertThat(stronger.includes(weaker)).isEqualTo(expected);
        if (expected) {
          assertThat(stronger.grants()).containsAll(weaker.grants());
        }
      }
    }
  }

  @Test
  void anAttackThatAsksForMoreThanIsGrantedIsRefused() {
    LinearModel source = heldUnder(ThreatModel.BASELINE_TRANSFER, Set.of(Capability.INDEX));

    assertThatThrownBy(() -> ThreatModel.BASELINE_TRANSFER.check(needing(Capability.INDEX), source))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "attack guide must ask only for what baseline-transfer grants, "
                + "[LABELS, SCORES, LOSS_GRADIENT, FEATURES]: INDEX");
    assertThatCode(() -> ThreatModel.PRIVATE_INDEX.check(needing(Capability.INDEX), source))
        .doesNotThrowAnyException();
  }

  @Test
  void anAttackThatAsksForMoreThanTheModelOffersIsRefused() {
    LinearModel labelsOnly = heldUnder(ThreatModel.BASELINE_TRANSFER, Set.of(Capability.LABELS));

    assertThatThrownBy(() -> ThreatModel.KNOWN_INDEX.check(new Fgsm(), labelsOnly))
        .hasMessage("attack fgsm must ask only for what the model offers, [LABELS]: LOSS_GRADIENT");
  }

  @Test
  void craftingOnAModelTheAttackerDoesNotHoldIsRefusedByTheHarnessBeforeAnyWork() {
    LinearModel defence =
        heldUnder(ThreatModel.KNOWN_INDEX, Set.of(Capability.SCORES, Capability.LOSS_GRADIENT));
    AttackPlan plan = AttackPlan.of(new Fgsm(), new LinfBall(.1), ThreatModel.PRIVATE_INDEX, 1);

    assertThatThrownBy(() -> AttackHarness.run(plan, defence, List.of(LinearModel.m0Example())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "model that fgsm crafts on must be one that private-index grants: one of known-index");
    assertThat(defence.rowsSeen()).isZero();
  }

  @Test
  void namesAreReadBack() {
    for (ThreatModel threat : ThreatModel.values()) {
      assertThat(ThreatModel.of(threat.id())).isSameAs(threat);
    }
    assertThatThrownBy(() -> ThreatModel.of("white-box"))
        .hasMessage(
            "threat model must be one of baseline-transfer, extractor-transfer, private-index, known-index: white-box");
  }
}
