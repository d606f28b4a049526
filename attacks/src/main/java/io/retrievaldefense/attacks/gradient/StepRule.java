package io.retrievaldefense.attacks.gradient;

/** How many steps an iterated attack takes and how long each is, given epsilon. */
public sealed interface StepRule permits FractionOfEpsilon, KurakinSteps {

  /** The number of steps S. */
  int steps(double epsilon);

  /** The length of a step, in the ball's norm. */
  double size(double epsilon);

  /** Names the rule within an attack's name, such as {@code s10-c4}. */
  String id();
}
