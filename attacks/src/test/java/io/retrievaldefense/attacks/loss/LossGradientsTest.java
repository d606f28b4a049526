package io.retrievaldefense.attacks.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.attacks.OutputLoss;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LossGradientsTest {

  static List<OutputLoss> losses() {
    return List.of(new CrossEntropy(2), new Negated(new CrossEntropy(0)));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void theGradientIsThatOfFiniteDifferences(OutputLoss loss) {
    SplittableRandom random = new SplittableRandom(4);
    for (int trial = 0; trial < 50; trial++) {
      float[] logits = new float[6];
      for (int k = 0; k < logits.length; k++) {
        logits[k] = (float) (4 * random.nextDouble() - 2);
      }
      float[] gradient = new float[6];
      loss.value(logits, gradient);
      for (int k = 0; k < logits.length; k++) {
        float[] up = logits.clone();
        float[] down = logits.clone();
        up[k] += 1f / 512;
        down[k] -= 1f / 512;
        double difference =
            (loss.value(up, new float[6]) - loss.value(down, new float[6]))
                / ((double) up[k] - down[k]);
        assertThat((double) gradient[k]).isCloseTo(difference, within(1e-4));
      }
    }
  }

  @Test
  void aConfidentModelStillHasAGradient() {
    float[] gradient = new float[2];

    double loss = new CrossEntropy(1).value(new float[] {0, 60}, gradient);

    assertThat(loss).isPositive();
    assertThat(gradient[0]).isPositive();
    assertThat(gradient[1]).isEqualTo(-gradient[0]);
  }
}
