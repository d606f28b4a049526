package io.retrievaldefense.config;

import com.typesafe.config.Config;
import java.util.List;

/**
 * The iterative fast gradient sign method (paper, section 3; Kurakin et al.): S steps of epsilon /
 * c, projected to the ball and clipped.
 *
 * @param enabled whether it is run
 * @param preset where S and c come from
 * @param steps number S of steps of preset explicit
 * @param c divisor of epsilon of preset explicit
 * @param iterate which iterate is the adversarial example
 */
public record IfgsmConfig(boolean enabled, Preset preset, int steps, double c, Iterate iterate) {

  /** Where the number of steps S and the divisor c come from. */
  public enum Preset {
    /** The paper's formula read word for word. */
    LITERAL,
    /** Steps of 1/255, as many as Kurakin et al. take for the epsilon. */
    KURAKIN,
    /** As many small steps as it takes for more not to matter. */
    CONVERGED,
    /** {@code attacks.ifgsm.steps} and {@code attacks.ifgsm.c}. */
    EXPLICIT
  }

  /** Which iterate is the adversarial example. */
  public enum Iterate {
    /** The one of the highest loss. */
    BEST,
    /** The last one. */
    LAST
  }

  static final ConfigKey<Boolean> ENABLED =
      ConfigKey.flag("attacks.ifgsm.enabled", "run the iterative attack");
  static final ConfigKey<Preset> PRESET =
      ConfigKey.choice("attacks.ifgsm.preset", Preset.class, "where steps and c come from");
  static final ConfigKey<Integer> STEPS =
      ConfigKey.integer("attacks.ifgsm.steps", 1, 10_000, "number S of steps (preset explicit)");
  static final ConfigKey<Double> C =
      ConfigKey.number(
          "attacks.ifgsm.c",
          Interval.closed(0.01, 10_000),
          "a step is epsilon / c (preset explicit)");
  static final ConfigKey<Iterate> ITERATE =
      ConfigKey.choice(
          "attacks.ifgsm.iterate", Iterate.class, "which iterate is the adversarial example");

  static final List<ConfigKey<?>> KEYS = List.of(ENABLED, PRESET, STEPS, C, ITERATE);

  /** Checks every value. */
  public IfgsmConfig {
    STEPS.check(steps);
    C.check(c);
  }

  static IfgsmConfig read(Config config) {
    return new IfgsmConfig(
        ENABLED.read(config),
        PRESET.read(config),
        STEPS.read(config),
        C.read(config),
        ITERATE.read(config));
  }
}
