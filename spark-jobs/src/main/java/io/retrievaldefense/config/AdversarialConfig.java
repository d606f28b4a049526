package io.retrievaldefense.config;

import com.typesafe.config.Config;
import java.util.List;

/**
 * Adversarial training of the extractor (Madry et al. 2018): it is trained on what PGD makes of the
 * images, and the epoch is kept that withstands it best on the validation images.
 *
 * @param steps of PGD; 0 for training on the images as they are
 * @param epsilon radius of the Linf ball, of pixels in [0,1]
 * @param reach length of all steps together over epsilon
 * @param warmUp epochs in which epsilon grows from 0
 */
public record AdversarialConfig(int steps, double epsilon, double reach, int warmUp) {
  static final ConfigKey<Integer> STEPS =
      ConfigKey.integer(
          "extractor.adversarial.steps",
          0,
          1000,
          "steps of PGD that change training images; 0 trains on them as they are");
  static final ConfigKey<Double> EPSILON =
      ConfigKey.number(
          "extractor.adversarial.epsilon",
          Interval.above(0, 1),
          "radius of PGD's ball in training, of pixels in [0,1]");
  static final ConfigKey<Double> REACH =
      ConfigKey.number(
          "extractor.adversarial.reach",
          Interval.above(0, 100),
          "length of PGD's steps together, over epsilon; 1.25 is for a single step");
  static final ConfigKey<Integer> WARM_UP =
      ConfigKey.integer(
          "extractor.adversarial.warm-up",
          0,
          10_000,
          "epochs in which PGD's ball grows to its size");

  static final List<ConfigKey<?>> KEYS = List.of(STEPS, EPSILON, REACH, WARM_UP);

  /** Training on the images as they are; stands behind the keys, by which it is checked. */
  public static final AdversarialConfig OFF = new AdversarialConfig(0, 1, 1, 0);

  /** Checks every value. */
  public AdversarialConfig {
    STEPS.check(steps);
    EPSILON.check(epsilon);
    REACH.check(reach);
    WARM_UP.check(warmUp);
  }

  static AdversarialConfig read(Config config) {
    return new AdversarialConfig(
        STEPS.read(config), EPSILON.read(config), REACH.read(config), WARM_UP.read(config));
  }

  /**
   * @return whether training is adversarial
   */
  public boolean isOn() {
    return steps > 0;
  }
}
