package io.retrievaldefense.attacks.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.AttackSession;
import io.retrievaldefense.attacks.AttackStatus;
import io.retrievaldefense.attacks.Capability;
import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.L2Ball;
import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.evaluation.RobustAccuracy;
import io.retrievaldefense.attacks.loss.LossKind;
import io.retrievaldefense.attacks.noise.Noise;
import io.retrievaldefense.attacks.support.ImageGrid;
import io.retrievaldefense.attacks.testing.CurvedModel;
import io.retrievaldefense.attacks.testing.LinearModel;
import io.retrievaldefense.attacks.testing.Runs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScoreAttacksTest {

  private static final ImageGrid CIFAR = new ImageGrid(32, 32, 3);

  private final CurvedModel model = new CurvedModel(11, 27, 16, 5);

  @ParameterizedTest
  @CsvSource({
    "0, 29", "10, 29", "11, 20", "50, 20", "51, 14", "200, 14", "201, 10", "500, 10", "501, 7",
    "1000, 7", "1001, 5", "2000, 5", "2001, 4", "4000, 4", "4001, 3", "4999, 3"
  })
  void theSidesOfTheSquares(int query, int side) {
    double share = Square.of(CIFAR, 1).initialShare();

    assertThat(SquareSchedule.side(CIFAR, share, query)).isEqualTo(side);
  }

  @Test
  void squaresFitInNarrowImages() {
    assertThat(SquareSchedule.side(new ImageGrid(2, 50, 1), .8, 1)).isEqualTo(2);
    assertThat(SquareSchedule.side(new ImageGrid(4, 4, 1), .8, 9000)).isEqualTo(1);
  }

  @Test
  void squareAsksExactlyAsOftenAsItSays() {
    for (int queries : new int[] {1, 2, 37, 200}) {
      AttackResult result =
          Runs.on(
              model,
              model.examples(1, 3).get(0),
              Square.of(new ImageGrid(3, 3, 3), queries),
              new LinfBall(1e-4));

      assertThat(result.success()).isFalse();
      assertThat(result.counts().queries()).isEqualTo(queries);
    }
  }

  /** Of many examples some whose highest margin is not where their highest loss is. */
  @Test
  void squareAsksNoMoreForTheHarnessToSeeItsAnswer() {
    Square square = Square.of(new ImageGrid(3, 3, 3), 37);

    assertThat(square.queryLimit()).isEqualTo(37);
    for (Example example : model.examples(60, 3)) {
      AttackResult result = Runs.on(model, example, square, new LinfBall(.02));

      assertThat(result.status()).isEqualTo(AttackStatus.COMPLETED);
      assertThat(result.counts().queries()).isLessThanOrEqualTo(37);
    }
  }

  @Test
  void squareEndsWhenItSucceeds() {
    AttackResult result =
        Runs.on(
            model,
            model.examples(1, 3).get(0),
            Square.of(new ImageGrid(3, 3, 3), 2000),
            new LinfBall(.5));

    assertThat(result.success()).isTrue();
    assertThat(result.counts().queries()).isLessThan(2000);
  }

  @Test
  void everyPixelOfASquareResultIsAtTheEdgeOfTheBallOrTheBounds() {
    Example example = model.examples(1, 3).get(0);

    float[] image =
        Runs.on(model, example, Square.of(new ImageGrid(3, 3, 3), 50), new LinfBall(.01)).image();

    for (int i = 0; i < image.length; i++) {
      double change = Math.abs((double) image[i] - example.image()[i]);
      assertThat(image[i] == 0 || image[i] == 1 || Math.abs(change - .01) < 1e-6).isTrue();
    }
  }

  @Test
  void squareStartsFromVerticalStripesOfEachChannel() {
    ImageGrid grid = new ImageGrid(4, 6, 3);
    LinearModel constant = new LinearModel(new double[2][72], new double[] {1, 0});
    float[] grey = new float[72];
    Arrays.fill(grey, .5f);
    Example example = Example.untargeted(1, grey, 0);

    float[] start = Runs.on(constant, example, Square.of(grid, 1), new LinfBall(.125)).image();

    Set<List<Float>> columns = new HashSet<>();
    for (int column = 0; column < grid.width(); column++) {
      List<Float> channels = new ArrayList<>();
      for (int channel = 0; channel < grid.channels(); channel++) {
        float top = start[grid.index(0, column, channel)];
        assertThat(Math.abs(top - .5f)).isEqualTo(.125f);
        for (int row = 1; row < grid.height(); row++) {
          assertThat(start[grid.index(row, column, channel)]).isEqualTo(top);
        }
        channels.add(top);
      }
      columns.add(channels);
    }
    assertThat(start).contains(.375f, .625f);
    // If the channels of a column had one sign, there would be two kinds of columns.
    assertThat(columns).hasSizeGreaterThan(2);
  }

  @Test
  void squareKnowsTheLinearAnswer() {
    AttackResult result = Runs.onM0(Square.of(new ImageGrid(1, 3, 1), 100), new LinfBall(.1));

    assertThat(LinearModel.m0Margin(result.image())).isCloseTo(.4, within(1e-5));
  }

  @Test
  void squareIsRefusedWhereItIsNotDefined() {
    ImageGrid grid = new ImageGrid(3, 3, 3);
    Example example = model.examples(1, 3).get(0);
    assertThatThrownBy(() -> Runs.on(model, example, Square.of(grid, 9), new L2Ball(.1)))
        .hasMessage("norm of the ball of attack square-q9 must be linf: l2");
    assertThatThrownBy(() -> Runs.on(model, example, Square.of(CIFAR, 9), new LinfBall(.1)))
        .hasMessage("image grid 32x32x3 must have the model's 27 values: 3072");
    assertThatThrownBy(() -> new ImageGrid(0, 3, 3))
        .hasMessage("image height must be at least 1: 0");
    assertThatThrownBy(() -> new Square(grid, 9, 1.5))
        .hasMessage("initial share of pixels must be in [0, 1]: 1.5");
  }

  /** Estimates a gradient and keeps it. */
  private static final class Estimating implements Attack {
    private final FiniteDifferences.Direction direction;
    private double[] estimate;

    Estimating(FiniteDifferences.Direction direction) {
      this.direction = direction;
    }

    @Override
    public String name() {
      return "estimating";
    }

    @Override
    public Set<Capability> needs() {
      return Set.of(Capability.SCORES);
    }

    @Override
    public float[] perturb(AttackSession session) {
      estimate =
          new FiniteDifferences(session, session.loss(LossKind.MARGIN), direction, 40_000, .01)
              .at(session.original());
      return session.original();
    }
  }

  @ParameterizedTest
  @EnumSource(FiniteDifferences.Direction.class)
  void theMeanEstimateIsTheWeightsInMagnitudeToo(FiniteDifferences.Direction direction) {
    Estimating estimating = new Estimating(direction);
    Runs.onM0(estimating, new LinfBall(.1));

    // The margin of a wrong class falls with w. Four standard deviations are below .15.
    assertThat(estimating.estimate).containsExactly(new double[] {-3, 4, 0}, within(.15));
  }

  @Test
  void spsaAndNesFindTheLinearAnswer() {
    for (Attack attack : List.of(Spsa.of(40, 64), Nes.of(20, 64))) {
      AttackResult result = Runs.onM0(attack, new LinfBall(.1));

      assertThat(LinearModel.m0Margin(result.image())).isCloseTo(.4, within(1e-3));
    }
  }

  @Test
  void theyBeatRandomSigns() {
    List<Example> examples = model.examples(20, 3);
    int noise = robust(examples, Noise.randomSigns());

    for (Attack attack :
        List.of(Square.of(new ImageGrid(3, 3, 3), 400), Spsa.of(20, 32), Nes.of(20, 32))) {
      assertThat(robust(examples, attack)).as(attack.name()).isLessThan(noise);
    }
  }

  private int robust(List<Example> examples, Attack attack) {
    return RobustAccuracy.of(Runs.untilSuccess(model, examples, attack, new LinfBall(.12)))
        .robust();
  }

  @Test
  void parametersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> Spsa.of(0, 1)).hasMessage("number of steps must be at least 1: 0");
    assertThatThrownBy(() -> Spsa.of(1, 0))
        .hasMessage("number of directions must be at least 1: 0");
    assertThatThrownBy(() -> new Nes(1, 1, 0)).hasMessage("sigma must be positive and finite: 0.0");
  }
}
