package io.retrievaldefense.index.projection;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A sum of doubles without rounding, so that it does not depend on the order of its terms or on how
 * they were split over tasks: a fixed-point number wide enough for every finite double, in 32-bit
 * digits held in longs (Kulisch's long accumulator).
 */
final class ExactSum implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int DIGIT_BITS = 32;
  private static final long DIGIT_MASK = 0xFFFFFFFFL;

  /** Exponent of the least bit a double can have. */
  private static final int LEAST_EXPONENT = -1074;

  private static final int DIGITS = 70;

  /** Each addition adds less than 2^32 to a digit, so carries may wait this long. */
  private static final int PENDING_LIMIT = 1 << 30;

  private final long[] digits = new long[DIGITS];
  private int pending;

  void add(double value) {
    long bits = Double.doubleToRawLongBits(value);
    int biased = (int) (bits >>> 52) & 0x7FF;
    if (biased == 0x7FF) {
      throw new IllegalArgumentException("summand must be finite: " + value);
    }
    long mantissa = bits & 0xFFFFFFFFFFFFFL;
    int shift = 0;
    if (biased != 0) {
      mantissa |= 1L << 52;
      shift = biased - 1;
    }
    int digit = shift / DIGIT_BITS;
    int offset = shift % DIGIT_BITS;
    // 53 bits shifted by up to 31 span three digits.
    long low = (mantissa & DIGIT_MASK) << offset;
    long high = (mantissa >>> DIGIT_BITS) << offset;
    long first = low & DIGIT_MASK;
    long second = (low >>> DIGIT_BITS) + (high & DIGIT_MASK);
    long third = high >>> DIGIT_BITS;
    if (bits < 0) {
      first = -first;
      second = -second;
      third = -third;
    }
    digits[digit] += first;
    digits[digit + 1] += second;
    digits[digit + 2] += third;
    if (++pending == PENDING_LIMIT) {
      carry();
    }
  }

  void add(ExactSum other) {
    other.carry();
    carry();
    for (int i = 0; i < DIGITS; i++) {
      digits[i] += other.digits[i];
    }
    carry();
  }

  /** The sum, rounded once. */
  double value() {
    carry();
    BigInteger total = BigInteger.ZERO;
    for (int i = DIGITS - 1; i >= 0; i--) {
      total = total.shiftLeft(DIGIT_BITS).add(BigInteger.valueOf(digits[i]));
    }
    if (total.signum() == 0) {
      return 0;
    }
    int trailing = total.getLowestSetBit();
    int exponent = LEAST_EXPONENT + trailing;
    BigDecimal mantissa = new BigDecimal(total.shiftRight(trailing));
    BigDecimal power = new BigDecimal(BigInteger.ONE.shiftLeft(Math.abs(exponent)));
    // A power of two divides exactly, so the only rounding is doubleValue's.
    return (exponent < 0 ? mantissa.divide(power) : mantissa.multiply(power)).doubleValue();
  }

  private void carry() {
    for (int i = 0; i < DIGITS - 1; i++) {
      long carried = digits[i] >> DIGIT_BITS;
      digits[i] &= DIGIT_MASK;
      digits[i + 1] += carried;
    }
    pending = 0;
  }
}
