package io.retrievaldefense.config;

import com.typesafe.config.Config;
import java.util.List;

/**
 * Which queries attention and head learn from.
 *
 * @param images whose they are
 * @param steps of PGD that change the images first; 0 for the images as they are
 * @param epsilon radius of the Linf ball, of pixels in [0,1]
 * @param reach length of all steps together over epsilon
 * @param rounds how often the defence itself is attacked and trained anew after that
 */
public record TrainingQueriesConfig(
    Images images, int steps, double epsilon, double reach, int rounds) {

  /** Images that are queries in training. */
  public enum Images {
    /** The training images, as in the paper: the extractor has seen them, but no later query. */
    TRAINING,
    /** Those of the private set, each without itself among its neighbours. */
    PRIVATE,
    /** Both. */
    ALL
  }

  static final ConfigKey<Images> IMAGES =
      ConfigKey.choice(
          "classifier.queries",
          Images.class,
          "images that attention and head learn from; a private one is not its own neighbour");
  static final ConfigKey<Integer> STEPS =
      ConfigKey.integer(
          "classifier.adversarial.steps",
          0,
          1000,
          "steps of PGD against the extractor's own classifier that change these images, and"
              + " those for validation; 0 learns from them as they are");
  static final ConfigKey<Double> EPSILON =
      ConfigKey.number(
          "classifier.adversarial.epsilon",
          Interval.above(0, 1),
          "radius of that PGD's ball, of pixels in [0,1]");
  static final ConfigKey<Double> REACH =
      ConfigKey.number(
          "classifier.adversarial.reach",
          Interval.above(0, 100),
          "length of that PGD's steps together, over epsilon");

  static final ConfigKey<Integer> ROUNDS =
      ConfigKey.integer(
          "classifier.adversarial.rounds",
          0,
          100,
          "how often, after that, such PGD through the defence as it is then changes the images it"
              + " gets right, and attention and head are trained anew on all that was made so far");

  static final List<ConfigKey<?>> KEYS = List.of(IMAGES, STEPS, EPSILON, REACH, ROUNDS);

  /** Checks every value. */
  public TrainingQueriesConfig {
    STEPS.check(steps);
    EPSILON.check(epsilon);
    REACH.check(reach);
    ROUNDS.check(rounds);
    if (rounds > 0 && steps == 0) {
      throw new ConfigException(
          "classifier.adversarial.steps must be positive if classifier.adversarial.rounds is: "
              + STEPS.kind().show(steps));
    }
    if (rounds > 0 && images != Images.TRAINING) {
      // The defence would find a private image itself, which it is not to learn from.
      throw new ConfigException(
          "classifier.queries must be training if classifier.adversarial.rounds is positive: "
              + IMAGES.kind().show(images));
    }
  }

  static TrainingQueriesConfig read(Config config) {
    return new TrainingQueriesConfig(
        IMAGES.read(config),
        STEPS.read(config),
        EPSILON.read(config),
        REACH.read(config),
        ROUNDS.read(config));
  }

  /**
   * @return whether private images are among them
   */
  public boolean hasPrivate() {
    return images != Images.TRAINING;
  }

  /**
   * @return whether the images are changed first
   */
  public boolean isAdversarial() {
    return steps > 0;
  }
}
