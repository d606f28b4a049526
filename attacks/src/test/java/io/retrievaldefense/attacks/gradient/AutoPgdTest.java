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
import io.retrievaldefense.attacks.loss.OutputLoss;
import io.retrievaldefense.attacks.testing.CurvedModel;
import io.retrievaldefense.attacks.testing.LinearModel;
import io.retrievaldefense.attacks.testing.Runs;
import io.retrievaldefense.attacks.testing.ToyModel;
import io.retrievaldefense.attacks.testing.ToyRetrievalModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleConsumer;
import org.junit.jupiter.api.Test;

class AutoPgdTest {

  private static final double EPSILON = .25;

  /** Where {@link #height} is highest, in the ball around grey. */
  private static final double[] PEAK = {.6, .65, .49};

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

  /** An APGD run of a hundred steps that tells its best losses. */
  private record Traced(OutputLoss loss, DoubleConsumer bestLosses) implements Attack {
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
      return new ApgdRun(session, loss, 100, bestLosses).from(start);
    }
  }

  @Test
  void theBestLossNeverFalls() {
    int rises = 0;
    for (LossKind kind : LossKind.values()) {
      for (Example example : model.examples(5, 8)) {
        List<Double> trace = new ArrayList<>();
        OutputLoss loss = kind.of(example.label(), example.target());
        Runs.on(model, example, new Traced(loss, trace::add), new LinfBall(.1));

        assertThat(trace).hasSize(100).isSorted();
        rises += trace.get(99) > trace.get(0) ? 1 : 0;
      }
    }
    assertThat(rises).isPositive();
  }

  /** The pixels are the logits, so the loss sees where it is asked for. */
  @Test
  void itLooksWhereThePublishedAlgorithmLooks() {
    List<double[]> looks = new ArrayList<>();
    OutputLoss loss =
        (pixels, gradient) -> {
          double[] point = new double[pixels.length];
          for (int i = 0; i < point.length; i++) {
            point[i] = pixels[i];
            gradient[i] = (float) Math.signum(PEAK[i] - point[i]);
          }
          looks.add(point);
          return height(point);
        };
    LinearModel identity = new LinearModel(ToyRetrievalModel.identity(3), new double[3]);
    Example grey = Example.untargeted(1, new float[] {.5f, .5f, .5f}, 0);

    Runs.on(identity, grey, new Traced(loss, best -> {}), new LinfBall(EPSILON));

    assertThat(looks).hasSize(101);
    List<double[]> published = published(looks.get(0));
    for (int k = 1; k < looks.size(); k++) {
      assertThat(looks.get(k)).as("x(%d)", k).containsExactly(published.get(k), within(1e-5));
    }
  }

  /** Croce and Hein 2020, algorithm 1, with N = 100: x(0), x(1), ... as they are stepped to. */
  private static List<double[]> published(double[] start) {
    List<Integer> checkpoints = List.of(22, 41, 57, 70, 80, 87, 93, 99);
    List<double[]> points = new ArrayList<>();
    points.add(start);
    double[] x = start;
    double[] before = start;
    double[] best = start;
    double[] bestThen = start;
    double size = 2 * EPSILON;
    double sizeThen = size;
    int then = 0;
    int rises = 0;
    for (int k = 1; k <= 100; k++) {
      double[] next = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        double z = inBall(x[i] + size * Math.signum(PEAK[i] - x[i]));
        next[i] = k == 1 ? z : inBall(x[i] + .75 * (z - x[i]) + .25 * (x[i] - before[i]));
      }
      points.add(next);
      rises += height(next) > height(x) ? 1 : 0;
      best = height(next) > height(best) ? next : best;
      before = x;
      x = next;
      if (checkpoints.contains(k)) {
        boolean fewRises = rises < .75 * (k - then);
        boolean stalled = size == sizeThen && best == bestThen;
        sizeThen = size;
        bestThen = best;
        then = k;
        rises = 0;
        if (fewRises || stalled) {
          size /= 2;
          x = best;
        }
      }
    }
    return points;
  }

  /** Minus the distance to the peak, in L1. */
  private static double height(double[] point) {
    double height = 0;
    for (int i = 0; i < point.length; i++) {
      height -= Math.abs(point[i] - PEAK[i]);
    }
    return height;
  }

  private static double inBall(double pixel) {
    return Math.max(.5 - EPSILON, Math.min(.5 + EPSILON, pixel));
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
