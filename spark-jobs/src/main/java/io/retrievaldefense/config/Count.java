package io.retrievaldefense.config;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How many: a number, or all there are.
 *
 * @param limit the number; empty for all
 */
public record Count(OptionalInt limit) {

  /** All there are. */
  public static final Count ALL = new Count(OptionalInt.empty());

  /** Checks that the number is not negative. */
  public Count {
    if (limit.isPresent() && limit.getAsInt() < 0) {
      throw new IllegalArgumentException("count must not be negative: " + limit.getAsInt());
    }
  }

  /**
   * @param number the number
   * @return that many
   */
  public static Count of(int number) {
    return new Count(OptionalInt.of(number));
  }

  /**
   * @return whether it is all there are
   */
  public boolean isAll() {
    return limit.isEmpty();
  }

  /**
   * The number that is meant where {@code available} are there.
   *
   * @param available how many there are
   * @return the number, or {@code available} for all
   * @throws BadInputException if there are fewer than the number
   */
  public int among(int available) {
    if (limit.isPresent() && limit.getAsInt() > available) {
      throw new BadInputException(
          "count must be at most what is there, " + available + ": " + limit.getAsInt());
    }
    return limit.orElse(available);
  }

  @Override
  public String toString() {
    return isAll() ? "all" : Integer.toString(limit.getAsInt());
  }

  static ValueKind<Count> kind(int least) {
    return kind("all", least, Integer.MAX_VALUE);
  }

  /** A number of a range, or a word that means all there are. */
  static ValueKind<Count> kind(String all, int least, int most) {
    return new Kind(all, least, most);
  }

  private record Kind(String all, int least, int most) implements ValueKind<Count> {
    @Override
    public String rule() {
      String range =
          most == Integer.MAX_VALUE ? "of at least " + least : "in [" + least + ", " + most + "]";
      return "be \"" + all + "\" or a whole number " + range;
    }

    @Override
    public Optional<Count> parse(Object raw) {
      if (all.equals(raw)) {
        return Optional.of(ALL);
      }
      return NumberKinds.whole(raw)
          .filter(n -> n >= least && n <= most)
          .map(n -> Count.of(n.intValue()));
    }

    @Override
    public boolean allows(Count value) {
      return value.isAll()
          || (value.limit().getAsInt() >= least && value.limit().getAsInt() <= most);
    }

    @Override
    public String show(Count value) {
      return value.isAll() ? all : value.toString();
    }

    @Override
    public boolean isText() {
      return true;
    }
  }
}
