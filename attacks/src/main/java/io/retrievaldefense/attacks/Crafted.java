package io.retrievaldefense.attacks;

/** What a session leaves behind: the point chosen and how it was come by. */
record Crafted(
    float[] image, int restart, AttackStatus status, double smallestNorm, AttackCounts counts) {

  /** The original, of an attack that broke down. */
  static Crafted failed(Example example) {
    return new Crafted(
        example.image().clone(),
        0,
        AttackStatus.FAILED,
        Double.POSITIVE_INFINITY,
        AttackCounts.NONE);
  }
}
