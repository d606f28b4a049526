package io.retrievaldefense.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException.BadValue;
import com.typesafe.config.ConfigFactory;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** Kinds of values that are numbers. */
final class NumberKinds {
  private static final long KIB = 1024;

  private NumberKinds() {}

  static ValueKind<Integer> integer(int least, int most) {
    return new IntegerKind(least, most);
  }

  static ValueKind<Double> number(Interval range) {
    return new NumberKind(range);
  }

  /** Any long. */
  static final ValueKind<Long> LONG =
      new ValueKind<>() {
        @Override
        public String rule() {
          return "be a whole number of 64 bits";
        }

        @Override
        public Optional<Long> parse(Object raw) {
          return whole(raw);
        }

        @Override
        public boolean allows(Long value) {
          return true;
        }

        @Override
        public String show(Long value) {
          return value.toString();
        }
      };

  /** A number of bytes, written as {@code 4 GiB}: enough for one array, and no slip of a unit. */
  static ValueKind<Long> memory() {
    return new MemoryKind();
  }

  /** Shortest text that reads back as the same number, without an exponent. */
  static String plain(double value) {
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }

  /** A HOCON number or its text as a decimal; nothing for any other type. */
  static Optional<BigDecimal> decimal(Object raw) {
    if (!(raw instanceof Number) && !(raw instanceof String)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(raw.toString().trim()));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  static Optional<Long> whole(Object raw) {
    return decimal(raw)
        .flatMap(
            number -> {
              try {
                return Optional.of(number.longValueExact());
              } catch (ArithmeticException fractionOrTooLarge) {
                return Optional.empty();
              }
            });
  }

  private record IntegerKind(int least, int most) implements ValueKind<Integer> {
    @Override
    public String rule() {
      return "be a whole number in [" + least + ", " + most + "]";
    }

    @Override
    public Optional<Integer> parse(Object raw) {
      return whole(raw).filter(n -> n >= least && n <= most).map(Long::intValue);
    }

    @Override
    public boolean allows(Integer value) {
      return value >= least && value <= most;
    }

    @Override
    public String show(Integer value) {
      return value.toString();
    }
  }

  private record NumberKind(Interval range) implements ValueKind<Double> {
    @Override
    public String rule() {
      return "be a number in " + range;
    }

    @Override
    public Optional<Double> parse(Object raw) {
      return decimal(raw).map(BigDecimal::doubleValue).filter(range::contains);
    }

    @Override
    public boolean allows(Double value) {
      return range.contains(value);
    }

    @Override
    public String show(Double value) {
      return Double.isFinite(value) ? plain(value) : value.toString();
    }
  }

  private record MemoryKind() implements ValueKind<Long> {
    private static final long LEAST = KIB * KIB;
    private static final long MOST = KIB * KIB * KIB * KIB;

    @Override
    public String rule() {
      return "be an amount of memory in [1 MiB, 1 TiB]";
    }

    @Override
    public Optional<Long> parse(Object raw) {
      try {
        Config config = ConfigFactory.parseMap(Map.of("size", raw));
        return Optional.of(config.getBytes("size")).filter(this::allows);
      } catch (BadValue | com.typesafe.config.ConfigException.WrongType notASize) {
        return Optional.empty();
      }
    }

    @Override
    public boolean allows(Long value) {
      return value >= LEAST && value <= MOST;
    }

    @Override
    public String show(Long value) {
      return value % (KIB * KIB) == 0 ? value / (KIB * KIB) + " MiB" : value + " B";
    }
  }
}
