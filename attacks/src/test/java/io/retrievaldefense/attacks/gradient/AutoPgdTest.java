package io.retrievaldefense.attacks.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.AttackSession;
import io.retrievaldefense.attacks.Capability;
import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.L2Ball;
import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.loss.LossKind;
import io.retrievaldefense.attacks.testing.CurvedModel;
import io.retrievaldefense.attacks.testing.LinearModel;
import io.retrievaldefense.attacks.testing.Runs;
import io.retrievaldefense.attacks.testing.ToyModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AutoPgdTest {

  private final CurvedModel model = new CurvedModel(11, 27, 16, 5);

  @Test
  void checkpointsOfAHundredSteps() {
    assertThat(ApgdSchedule.checkpoints(100)).containsExactly(22, 41, 57, 70, 80, 87, 93, 99);
  }

  @Test
  void checkpointsOfAnyNumberOfStepsRiseAndStayWithin() {
    for (int steps = 1; steps <= 300; steps++) {
      assertThat(ApgdSchedule.checkpoints(steps))
          .isSorted()
          .allSatisfy(checkpoint -> assertThat(checkpoint).isPositive())
          .last()
          .satisfies(last -> assertThat(last).isPositive());
      assertThat(ApgdSchedule.checkpoints(steps).get(0)).isEqualTo((22 * steps + 99) / 100);
    }
  }

  /** An APGD run that writes down its best losses. */
  private record Traced(LossKind loss, List<Double> trace) implements Attack {
    @Override
    public String name() {
      return "traced";
    }

    @Override
    public Set<Capability> needs() {
      return Set.of(Capability.LOSS_GRADIENT);
    }

    @Override
    public float[] perturb(AttackSession session) {
      float[] start = session.ball().randomPoint(session.original(), session.random());
      return new ApgdRun(session, session.loss(loss), 100, trace::add).from(start);
    }
  }

  @Test
  void theBestLossNeverFalls() {
    int rises = 0;
    for (LossKind kind : LossKind.values()) {
      for (Example example : model.examples(5, 8)) {
        List<Double> trace = new ArrayList<>();
        Runs.on(model, example, new Traced(kind, trace), new LinfBall(.1));

        assertThat(trace).hasSize(100).isSorted();
        rises += trace.get(99) > trace.get(0) ? 1 : 0;
      }
    }
    assertThat(rises).isPositive();
  }

  @Test
  void itKnowsTheLinearAnswers() {
    AttackResult linf = Runs.onM0(AutoPgd.crossEntropy(), new LinfBall(.1));
    AttackResult l2 = Runs.onM0(AutoPgd.crossEntropy(), new L2Ball(.1));

    assertThat(LinearModel.m0Margin(linf.image())).isCloseTo(.4, within(1e-5));
    assertThat(LinearModel.m0Margin(l2.image())).isCloseTo(.6, within(1e-3));
  }

  @Test
  void itIsAtLeastAsStrongAsIteratedFgsmOnTheSameLoss() {
    for (Example example : model.examples(10, 8)) {
      AttackResult iterated = Runs.on(model, example, IteratedFgsm.literal(), new LinfBall(.05));
      AttackResult auto = Runs.on(model, example, AutoPgd.crossEntropy(), new LinfBall(.05));

      assertThat(auto.bestLoss()).isGreaterThanOrEqualTo(iterated.bestLoss() - 1e-3);
    }
  }

  @Test
  void dlrSeesThroughALogitScaleThatSaturatesTheSoftmax() {
    for (Example example : model.examples(5, 8)) {
      AttackResult plain = Runs.on(model, example, AutoPgd.dlr(), new LinfBall(.1));
      AttackResult scaled =
          Runs.on(new Scaled(model, 64), example, AutoPgd.dlr(), new LinfBall(.1));

      assertThat(scaled.success()).isEqualTo(plain.success());
    }
  }

  @Test
  void theTargetedRunTriesEveryWrongClass() {
    for (Example example : model.examples(5, 8)) {
      AttackResult result = Runs.on(model, example, new TargetedAutoPgd(20, 4), new LinfBall(.3));

      assertThat(result.success()).isTrue();
      assertThat(result.counts().iterations()).isEqualTo(4 * 20);
    }
  }

  @Test
  void tooFewClassesAreRefused() {
    assertThatThrownBy(() -> Runs.onM0(AutoPgd.dlr(), new LinfBall(.1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("number of classes for attack apgd-dlr-s100-r1 must be at least 3: 2");
    assertThatThrownBy(() -> Runs.onM0(new TargetedAutoPgd(10, 1), new LinfBall(.1)))
        .hasMessage("number of classes for attack apgd-t-s10-t1 must be at least 4: 2");
    assertThatThrownBy(
            () ->
                Runs.on(
                    model,
                    model.examples(1, 1).get(0),
                    TargetedAutoPgd.standard(),
                    new LinfBall(.1)))
        .hasMessage("number of classes for attack apgd-t-s100-t9 must be at least 10: 5");
  }

  @Test
  void aTargetedRatioOnThreeClassesIsRefused() {
    CurvedModel three = new CurvedModel(1, 27, 8, 3);
    Example example = three.examples(1, 1).get(0);
    Example targeted = example.towards((example.label() + 1) % 3);

    assertThatThrownBy(() -> Runs.on(three, targeted, AutoPgd.dlr(), new LinfBall(.1)))
        .hasMessage("number of classes for attack targeted apgd-dlr-s100-r1 must be at least 4: 3");
  }

  /** Logits times a number: the same classifier. */
  private static final class Scaled extends ToyModel {
    private final CurvedModel inner;
    private final double scale;

    Scaled(CurvedModel inner, double scale) {
      super(inner.inputLength(), inner.classes());
      this.inner = inner;
      this.scale = scale;
    }

    @Override
    public double[] logits(float[] image) {
      return times(inner.logits(image));
    }

    @Override
    public double[] pullBack(float[] image, double[] logitGradient) {
      return inner.pullBack(image, times(logitGradient.clone()));
    }

    private double[] times(double[] values) {
      for (int i = 0; i < values.length; i++) {
        values[i] *= scale;
      }
      return values;
    }
  }
}
