package io.retrievaldefense.index.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExactSumTest {
  @Test
  void equalsBigDecimal() {
    Random random = new Random(11);
    for (int trial = 0; trial < 50; trial++) {
      ExactSum sum = new ExactSum();
      BigDecimal expected = BigDecimal.ZERO;
      for (int i = 0; i < 200; i++) {
        double term = random.nextGaussian() * Math.pow(2, random.nextInt(400) - 200);
        sum.add(term);
        expected = expected.add(new BigDecimal(term));
      }
      assertThat(sum.value()).isEqualTo(expected.doubleValue());
    }
  }

  @Test
  void extremesCancel() {
    ExactSum sum = new ExactSum();
    sum.add(Double.MAX_VALUE);
    sum.add(Double.MIN_VALUE);
    sum.add(-Double.MAX_VALUE);
    assertThat(sum.value()).isEqualTo(Double.MIN_VALUE);
    sum.add(-Double.MIN_VALUE);
    assertThat(sum.value()).isZero();
  }

  @Test
  void refusesWhatIsNotFinite() {
    assertThatThrownBy(() -> new ExactSum().add(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("summand must be finite: NaN");
  }
}
