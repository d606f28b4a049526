package io.retrievaldefense.config;

/** An interval of numbers, each end of which is part of it or not. */
record Interval(double least, Bound lower, double most, Bound upper) {
  enum Bound {
    OPEN,
    CLOSED
  }

  Interval {
    if (!(least < most)) {
      throw new IllegalArgumentException("interval must not be empty: " + least + " to " + most);
    }
  }

  /** Both ends belong to it. */
  static Interval closed(double least, double most) {
    return new Interval(least, Bound.CLOSED, most, Bound.CLOSED);
  }

  /** The lower end does not belong to it. */
  static Interval above(double least, double most) {
    return new Interval(least, Bound.OPEN, most, Bound.CLOSED);
  }

  /** The upper end does not belong to it. */
  static Interval below(double least, double most) {
    return new Interval(least, Bound.CLOSED, most, Bound.OPEN);
  }

  boolean contains(double value) {
    return (lower == Bound.CLOSED ? value >= least : value > least)
        && (upper == Bound.CLOSED ? value <= most : value < most);
  }

  @Override
  public String toString() {
    return (lower == Bound.CLOSED ? "[" : "(")
        + NumberKinds.plain(least)
        + ", "
        + NumberKinds.plain(most)
        + (upper == Bound.CLOSED ? "]" : ")");
  }
}
