package io.retrievaldefense.attacks.gradient;

/**
 * Kurakin, Goodfellow and Bengio 2016, section 2.2: steps of one grey level, 1/255, and floor(min(e
 * + 4, 1.25 e)) of them, where e = 255 epsilon; at least one.
 */
public record KurakinSteps() implements StepRule {

  private static final double GREY_LEVELS = 255;

  @Override
  public int steps(double epsilon) {
    double e = GREY_LEVELS * epsilon;
    return Math.max(1, (int) Math.floor(Math.min(e + 4, 1.25 * e)));
  }

  @Override
  public double size(double epsilon) {
    return 1 / GREY_LEVELS;
  }

  @Override
  public String id() {
    return "kurakin";
  }
}
