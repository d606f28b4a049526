package io.retrievaldefense.config;

import com.typesafe.config.Config;
import java.util.List;

/**
 * Where one split of the images comes from. Splits of the same part are drawn from it by the run's
 * seed and share no image.
 *
 * @param part the part of the source: {@code train}, {@code test}, {@code extra}
 * @param count how many images; all means what the part's other splits leave
 */
public record SplitConfig(String part, Count count) {

  /** The keys of one split; the four splits have the same ones. */
  private record Keys(ConfigKey<String> part, ConfigKey<Count> count) {
    static Keys of(String split, String meaning) {
      String path = "data." + split;
      return new Keys(
          ConfigKey.of(
              path + ".part",
              TextKinds.TEXT,
              "part of the source the " + meaning + " are drawn from: train, test, extra"),
          ConfigKey.of(
              path + ".count",
              Count.kind(1),
              "how many " + meaning + "; all takes what the part's other splits leave"));
    }
  }

  private static final Keys TRAINING = Keys.of("training", "images the classifiers are trained on");
  private static final Keys VALIDATION = Keys.of("validation", "images for early stopping");
  private static final Keys PRIVATE = Keys.of("private", "images of the private set");
  private static final Keys TEST = Keys.of("test", "test images");

  static final List<ConfigKey<?>> KEYS =
      List.of(
          TRAINING.part, TRAINING.count,
          VALIDATION.part, VALIDATION.count,
          PRIVATE.part, PRIVATE.count,
          TEST.part, TEST.count);

  static SplitConfig training(Config config) {
    return read(TRAINING, config);
  }

  static SplitConfig validation(Config config) {
    return read(VALIDATION, config);
  }

  static SplitConfig privateSet(Config config) {
    return read(PRIVATE, config);
  }

  static SplitConfig test(Config config) {
    return read(TEST, config);
  }

  private static SplitConfig read(Keys keys, Config config) {
    return new SplitConfig(keys.part.read(config), keys.count.read(config));
  }
}
