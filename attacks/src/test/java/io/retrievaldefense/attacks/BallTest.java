package io.retrievaldefense.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BallTest {

  static List<Ball> balls() {
    return List.of(
        new LinfBall(0),
        new LinfBall(8 / 255.0),
        new LinfBall(1),
        new L2Ball(0),
        new L2Ball(.5),
        new L2Ball(1),
        new Unbounded(Norm.LINF),
        new Unbounded(Norm.L2));
  }

  private static float[] noise(SplittableRandom random, double scale) {
    float[] point = new float[64];
    for (int i = 0; i < point.length; i++) {
      point[i] = (float) (.5 + scale * (random.nextDouble() - .5));
    }
    return point;
  }

  @ParameterizedTest
  @MethodSource("balls")
  void projectionsAndRandomPointsAreInsideAndInsidePointsStay(Ball ball) {
    SplittableRandom random = new SplittableRandom(9);
    for (int trial = 0; trial < 200; trial++) {
      float[] centre = noise(random, 1);
      float[] projected = ball.project(centre, noise(random, 6));
      float[] drawn = ball.randomPoint(centre, random);

      assertThat(ball.contains(centre, projected)).isTrue();
      assertThat(ball.contains(centre, drawn)).isTrue();
      assertThat(Norm.LINF.distance(ball.project(centre, projected), projected)).isLessThan(1e-7);
      assertThat(ball.project(centre, centre)).containsExactly(centre, within(0f));
    }
  }

  @Test
  void pointsOutsideTheBallOrTheBoundsAreNotContained() {
    float[] centre = {.5f, .99f};

    assertThat(new LinfBall(.1).contains(centre, new float[] {.61f, .99f})).isFalse();
    assertThat(new LinfBall(.1).contains(centre, new float[] {.5f, 1.01f})).isFalse();
    assertThat(new LinfBall(.1).contains(centre, new float[] {Float.NaN, .99f})).isFalse();
    assertThat(new L2Ball(.1).contains(centre, new float[] {.58f, .92f})).isFalse();
    assertThat(new Unbounded(Norm.L2).contains(centre, new float[] {-.01f, .9f})).isFalse();
  }

  @Test
  void anL2PointIsDrawnFromTheWholeBall() {
    SplittableRandom random = new SplittableRandom(9);
    float[] centre = {.5f, .5f};
    int inner = 0;
    for (int trial = 0; trial < 4000; trial++) {
      float[] point = new L2Ball(.4).randomPoint(centre, random);
      inner += Norm.L2.distance(centre, point) < .2 ? 1 : 0;
    }

    // Half the radius holds a quarter of a disc: 1000, give or take four standard deviations.
    assertThat(inner).isBetween(890, 1110);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-.01, 1.01, Double.NaN, Double.POSITIVE_INFINITY})
  void anEpsilonOutOfRangeIsRefused(double epsilon) {
    assertThatThrownBy(() -> new LinfBall(epsilon))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("epsilon must be in [0, 1]: " + epsilon);
    assertThatThrownBy(() -> new L2Ball(epsilon))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("epsilon must be in [0, 1]: " + epsilon);
  }
}
