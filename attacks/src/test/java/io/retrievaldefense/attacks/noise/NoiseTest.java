package io.retrievaldefense.attacks.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.L2Ball;
import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.testing.LinearModel;
import io.retrievaldefense.attacks.testing.Runs;
import org.junit.jupiter.api.Test;

class NoiseTest {

  @Test
  void randomSignsMoveEveryPixelByEpsilon() {
    AttackResult result = Runs.onM0(new Noise(NoiseKind.RANDOM_SIGNS, 20), new LinfBall(.1));

    float[] original = LinearModel.m0Example().image();
    for (int i = 0; i < original.length; i++) {
      assertThat(Math.abs(result.image()[i] - original[i])).isCloseTo(.1f, within(1e-6f));
    }
    // The best of twenty corners of a cube is the worst one.
    assertThat(LinearModel.m0Margin(result.image())).isCloseTo(.4, within(1e-6));
    assertThat(result.counts().queries()).isEqualTo(20);
  }

  @Test
  void noiseInAnL2BallHasItsRadius() {
    for (Noise noise : new Noise[] {Noise.gaussian(), Noise.randomSigns()}) {
      assertThat(Runs.onM0(noise, new L2Ball(.1)).norm()).isBetween(0.0, .1 + 1e-6);
    }
    assertThat(Runs.onM0(new Noise(NoiseKind.GAUSSIAN, 50), new L2Ball(.1)).norm())
        .isCloseTo(.1, within(1e-6));
  }

  @Test
  void noDrawIsRefused() {
    assertThatThrownBy(() -> new Noise(NoiseKind.GAUSSIAN, 0))
        .hasMessage("number of draws must be at least 1: 0");
  }
}
