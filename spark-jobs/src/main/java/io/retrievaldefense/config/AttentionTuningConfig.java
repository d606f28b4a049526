package io.retrievaldefense.config;

import com.typesafe.config.Config;
import java.util.List;

/**
 * Further training of the extractor through attention over what its features retrieve from the
 * training images.
 *
 * @param epochs of it; 0 leaves the extractor as it is
 * @param neighbors N, how many an image retrieves
 * @param bank the most training images that are retrieved from
 * @param sharpness multiple of the identity that stands for U
 * @param learningRate Adam's step size at its highest
 * @param crossEntropy weight of the cross-entropy of the extractor's own classifier
 */
public record AttentionTuningConfig(
    int epochs,
    int neighbors,
    int bank,
    double sharpness,
    double learningRate,
    double crossEntropy) {
  static final ConfigKey<Integer> EPOCHS =
      ConfigKey.integer(
          "extractor.attention-tuning.epochs",
          0,
          10_000,
          "passes over the training images, at most, that tune the extractor through attention; 0"
              + " leaves it as it is");
  static final ConfigKey<Integer> NEIGHBORS =
      ConfigKey.integer(
          "extractor.attention-tuning.neighbors",
          1,
          10_000,
          "how many others a training image retrieves");
  static final ConfigKey<Integer> BANK =
      ConfigKey.integer(
          "extractor.attention-tuning.bank",
          2,
          Integer.MAX_VALUE,
          "training images that are retrieved from, at most; their features are in memory");
  static final ConfigKey<Double> SHARPNESS =
      ConfigKey.number(
          "extractor.attention-tuning.sharpness",
          Interval.above(0, 1000),
          "multiple of the identity that stands for U, as classifier.attention-start");
  static final ConfigKey<Double> LEARNING_RATE =
      ConfigKey.number(
          "extractor.attention-tuning.learning-rate",
          Interval.above(0, 1),
          "Adam's step size at its highest");
  static final ConfigKey<Double> CROSS_ENTROPY =
      ConfigKey.number(
          "extractor.attention-tuning.cross-entropy",
          Interval.closed(0, 1000),
          "weight of the cross-entropy of the extractor's own classifier beside attention's");

  static final List<ConfigKey<?>> KEYS =
      List.of(EPOCHS, NEIGHBORS, BANK, SHARPNESS, LEARNING_RATE, CROSS_ENTROPY);

  /** Checks every value. */
  public AttentionTuningConfig {
    EPOCHS.check(epochs);
    NEIGHBORS.check(neighbors);
    BANK.check(bank);
    SHARPNESS.check(sharpness);
    LEARNING_RATE.check(learningRate);
    CROSS_ENTROPY.check(crossEntropy);
    if (bank <= neighbors) {
      throw new ConfigException(
          "extractor.attention-tuning.bank must be of more images than"
              + " extractor.attention-tuning.neighbors, "
              + neighbors
              + ": "
              + bank);
    }
  }

  static AttentionTuningConfig read(Config config) {
    return new AttentionTuningConfig(
        EPOCHS.read(config),
        NEIGHBORS.read(config),
        BANK.read(config),
        SHARPNESS.read(config),
        LEARNING_RATE.read(config),
        CROSS_ENTROPY.read(config));
  }

  /**
   * @return whether the extractor is tuned
   */
  public boolean isOn() {
    return epochs > 0;
  }
}
