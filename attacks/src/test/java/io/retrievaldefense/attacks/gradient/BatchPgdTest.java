package io.retrievaldefense.attacks.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** On the linear model with weights (3, -4, 0), whose loss of class 1 grows along (-3, 4, 0). */
class BatchPgdTest {
  private static final BiFunction<float[][], int[], float[][]> LINEAR =
      (images, labels) -> {
        float[][] gradients = new float[images.length][];
        for (int i = 0; i < gradients.length; i++) {
          gradients[i] = labels[i] == 1 ? new float[] {-3, 4, 0} : new float[] {3, -4, 0};
        }
        return gradients;
      };

  private static float[][] perturb(BatchPgd pgd, double strength, long seed) {
    return pgd.perturb(
        new float[][] {{.6f, .3f, .5f}, {.05f, .98f, 0}},
        new int[] {1, 1},
        LINEAR,
        strength,
        new SplittableRandom(seed));
  }

  @Test
  void reachesTheCornerOfTheBallAndStaysWithinTheBounds() {
    float[][] found = perturb(new BatchPgd(4, .1, 2.5), 1, 7);
    assertThat(found[0][0]).isCloseTo(.5f, within(1e-6f));
    assertThat(found[0][1]).isCloseTo(.4f, within(1e-6f));
    assertThat(found[1][0]).isZero();
    assertThat(found[1][1]).isEqualTo(1);
    // Nothing pulls the third value: it stays where it was drawn.
    assertThat(found[0][2]).isBetween(.4f, .6f).isNotEqualTo(.5f);
  }

  @Test
  void oneStepGoesAsFarAsItReachesFromTheRandomStart() {
    float start = perturb(new BatchPgd(1, .1, 1e-6), 1, 7)[0][1];
    assertThat(start).isBetween(.2f, .4f);
    for (double reach : new double[] {.1, .2}) {
      float[] found = perturb(new BatchPgd(1, .1, reach), 1, 7)[0];
      float expected = (float) Math.min(start + .1 * reach, .4);
      assertThat(found[1]).isCloseTo(expected, within(1e-6f));
    }
  }

  @Test
  void strengthScalesTheBall() {
    float[][] found = perturb(new BatchPgd(4, .1, 2.5), .5, 7);
    assertThat(found[0][0]).isCloseTo(.55f, within(1e-6f));
    assertThat(perturb(new BatchPgd(4, .1, 2.5), 0, 7)[0]).containsExactly(.6f, .3f, .5f);
  }

  @Test
  void sameSeedSameImages() {
    BatchPgd pgd = new BatchPgd(2, .1, .7);
    assertThat(perturb(pgd, 1, 7)).isDeepEqualTo(perturb(pgd, 1, 7));
    assertThat(perturb(pgd, 1, 7)[0]).isNotEqualTo(perturb(pgd, 1, 8)[0]);
  }

  @Test
  void refusesWhatIsNoSize() {
    assertThatThrownBy(() -> new BatchPgd(0, .1, 2)).hasMessageContaining("number of steps must");
    assertThatThrownBy(() -> new BatchPgd(1, 2, 2)).hasMessage("epsilon must be in [0, 1]: 2.0");
    assertThatThrownBy(() -> new BatchPgd(1, .1, 0))
        .hasMessage("reach must be positive and finite: 0.0");
  }

  @Test
  void anImagesOwnGeneratorMakesItsStartTheSameInAnyBatch() {
    BatchPgd pgd = new BatchPgd(1, .1, 1e-6);
    float[][] images = {{.6f, .3f, .5f}, {.05f, .98f, 0}};
    float[][] together =
        pgd.perturb(images, new int[] {1, 1}, LINEAR, 1, i -> new SplittableRandom(40 + i));
    for (int i = 0; i < images.length; i++) {
      long seed = 40 + i;
      float[][] alone =
          pgd.perturb(
              new float[][] {images[i]},
              new int[] {1},
              LINEAR,
              1,
              one -> new SplittableRandom(seed));
      assertThat(alone[0]).containsExactly(together[i]).isNotEqualTo(images[i]);
    }
  }
}
