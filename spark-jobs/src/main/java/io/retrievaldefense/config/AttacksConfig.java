package io.retrievaldefense.config;

import com.typesafe.config.Config;
import java.util.List;

/**
 * Which attacks are run, on how many examples, against what knowledge of the defence.
 *
 * @param suite which set of attacks
 * @param examples test images attacked, drawn by the run's seed
 * @param epsilons largest change of a pixel, in units of pixels scaled to [0,1]
 * @param threats what the attacker knows
 * @param fgsm whether the single-step attack is run
 * @param ifgsm the iterative attack
 * @param slice examples in a batch, which is padded to this size
 * @param unit examples of a unit of work, whose rows are kept as soon as it is done
 * @param queries the most forward passes of one attack on one example
 * @param seconds the longest that one attack on one example may take
 * @param standInRows training images that the attacker's stand-in index holds
 * @param standInLabels where their labels are from
 * @param standInProjection the W that they are searched by
 */
public record AttacksConfig(
    SuiteName suite,
    Count examples,
    List<Double> epsilons,
    List<Threat> threats,
    boolean fgsm,
    IfgsmConfig ifgsm,
    int slice,
    int unit,
    Count queries,
    Count seconds,
    Count standInRows,
    StandInLabels standInLabels,
    StandInProjection standInProjection) {

  /** Sets of attacks. */
  public enum SuiteName {
    /** FGSM and iFGSM, as in the paper's table. */
    PAPER,
    /** Minutes: shows masked gradients, proves nothing. */
    QUICK,
    /** Every kind of attack, within two hours on two cores. */
    STANDARD,
    /** AutoAttack's budget and more, for a cluster. */
    FULL
  }

  /** Where an attacker without the private set has labels from. */
  public enum StandInLabels {
    /** The images are public with their labels. */
    OWN,
    /** The defence is asked for each image's class: as many queries as rows. */
    ANSWERS
  }

  /** The W of an attacker without the private set. */
  public enum StandInProjection {
    /** The defence's. */
    KNOWN,
    /** Another of the same shape, drawn by the attacker, from whom the defence's is kept secret. */
    OWN
  }

  /** What the attacker knows. */
  public enum Threat {
    /** The plain network only: its gradient is used against every model. */
    BASELINE_TRANSFER,
    /** The extractor's own plain network too, where the baseline is another one. */
    EXTRACTOR_TRANSFER,
    /** All but the private index: an index of public images stands in for it. */
    PRIVATE_INDEX,
    /** Everything, the private index too: each model's own gradient. */
    KNOWN_INDEX
  }

  static final ConfigKey<SuiteName> SUITE =
      ConfigKey.choice("attacks.suite", SuiteName.class, "which set of attacks");
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
          "attacks.slice", 1, 65_536, "examples in a batch, which is padded to this size");
  static final ConfigKey<Integer> UNIT =
      ConfigKey.integer(
          "attacks.unit", 1, 1_000_000, "examples of a unit of work, kept as soon as it is done");
  static final ConfigKey<Count> QUERIES =
      ConfigKey.of(
          "attacks.queries",
          Count.kind(1),
          "the most forward passes of one attack on one example, below the attack's own");
  static final ConfigKey<Count> SECONDS =
      ConfigKey.of(
          "attacks.seconds",
          Count.kind(1),
          "the longest one attack on one example may take; makes results depend on the machine");

  static final ConfigKey<Count> STAND_IN_ROWS =
      ConfigKey.of(
          "attacks.stand-in-rows",
          Count.kind(1),
          "training images in the stand-in index of an attacker without the private set");
  static final ConfigKey<StandInLabels> STAND_IN_LABELS =
      ConfigKey.choice(
          "attacks.stand-in-labels",
          StandInLabels.class,
          "their own, or what the defence answers when it is asked, one query an image");

  static final ConfigKey<StandInProjection> STAND_IN_PROJECTION =
      ConfigKey.choice(
          "attacks.stand-in-projection",
          StandInProjection.class,
          "the defence's W, or one of the attacker's own where that is secret");

  static final List<ConfigKey<?>> KEYS =
      List.of(
          SUITE,
          EXAMPLES,
          EPSILONS,
          THREATS,
          FGSM,
          SLICE,
          UNIT,
          QUERIES,
          SECONDS,
          STAND_IN_ROWS,
          STAND_IN_LABELS,
          STAND_IN_PROJECTION);

  /** Checks every value, and that an attack is left to run. */
  public AttacksConfig {
    EXAMPLES.check(examples);
    epsilons = List.copyOf(EPSILONS.check(epsilons));
    threats = List.copyOf(THREATS.check(threats));
    SLICE.check(slice);
    UNIT.check(unit);
    QUERIES.check(queries);
    SECONDS.check(seconds);
    STAND_IN_ROWS.check(standInRows);
    ListKind.requireDistinct(EPSILONS, epsilons);
    ListKind.requireDistinct(THREATS, threats);
    if (!fgsm && !ifgsm.enabled()) {
      throw new ConfigException(
          "attacks.fgsm or attacks.ifgsm.enabled must be true: both are false");
    }
  }

  static AttacksConfig read(Config config) {
    return new AttacksConfig(
        SUITE.read(config),
        EXAMPLES.read(config),
        EPSILONS.read(config),
        THREATS.read(config),
        FGSM.read(config),
        IfgsmConfig.read(config),
        SLICE.read(config),
        UNIT.read(config),
        QUERIES.read(config),
        SECONDS.read(config),
        STAND_IN_ROWS.read(config),
        STAND_IN_LABELS.read(config),
        STAND_IN_PROJECTION.read(config));
  }
}
