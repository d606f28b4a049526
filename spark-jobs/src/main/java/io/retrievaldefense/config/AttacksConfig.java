package io.retrievaldefense.config;

import com.typesafe.config.Config;
import java.util.List;

/**
 * Which attacks are run, on how many examples, against what knowledge of the defence.
 *
 * @param examples test images attacked, drawn by the run's seed
 * @param epsilons largest change of a pixel, in units of pixels scaled to [0,1]
 * @param threats what the attacker knows
 * @param fgsm whether the single-step attack is run
 * @param ifgsm the iterative attack
 * @param slice examples in a batch, which is padded to this size; also the unit of work of a task
 */
public record AttacksConfig(
    Count examples,
    List<Double> epsilons,
    List<Threat> threats,
    boolean fgsm,
    IfgsmConfig ifgsm,
    int slice) {

  /** What the attacker knows. */
  public enum Threat {
    /** The plain network only: its gradient is used against every model. */
    BASELINE_TRANSFER,
    /** Everything, the private index too: each model's own gradient. */
    KNOWN_INDEX
  }

  static final ConfigKey<Count> EXAMPLES =
      ConfigKey.of("attacks.examples", Count.kind(1), "test images attacked");
  static final ConfigKey<List<Double>> EPSILONS =
      ConfigKey.list(
          "attacks.epsilons",
          1,
          NumberKinds.number(Interval.above(0, 1)),
          "largest change of a pixel, of pixels in [0,1]");
  static final ConfigKey<List<Threat>> THREATS =
      ConfigKey.list(
          "attacks.threats", 1, TextKinds.choice(Threat.class), "what the attacker knows");
  static final ConfigKey<Boolean> FGSM =
      ConfigKey.flag("attacks.fgsm", "run the single-step attack");
  static final ConfigKey<Integer> SLICE =
      ConfigKey.integer(
          "attacks.slice", 1, 65_536, "examples in a batch, and in the smallest unit of work");

  static final List<ConfigKey<?>> KEYS = List.of(EXAMPLES, EPSILONS, THREATS, FGSM, SLICE);

  /** Checks every value, and that an attack is left to run. */
  public AttacksConfig {
    EXAMPLES.check(examples);
    epsilons = List.copyOf(EPSILONS.check(epsilons));
    threats = List.copyOf(THREATS.check(threats));
    SLICE.check(slice);
    ListKind.requireDistinct(EPSILONS, epsilons);
    ListKind.requireDistinct(THREATS, threats);
    if (!fgsm && !ifgsm.enabled()) {
      throw new ConfigException(
          "attacks.fgsm or attacks.ifgsm.enabled must be true: both are false");
    }
  }

  static AttacksConfig read(Config config) {
    return new AttacksConfig(
        EXAMPLES.read(config),
        EPSILONS.read(config),
        THREATS.read(config),
        FGSM.read(config),
        IfgsmConfig.read(config),
        SLICE.read(config));
  }
}
