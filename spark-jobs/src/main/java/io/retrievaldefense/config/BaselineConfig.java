package io.retrievaldefense.config;

import com.typesafe.config.Config;
import java.util.List;

/**
 * The public network: what an attacker who does not see the defence attacks. Without layers of its
 * own it is the extractor's network; with them it is trained apart, on the same images and as the
 * extractor is (never adversarially), from a seed of its own.
 *
 * @param layers hidden layers, first to last; none where the extractor's network is the baseline
 */
public record BaselineConfig(List<LayerSpec> layers) {
  static final ConfigKey<List<LayerSpec>> LAYERS =
      ConfigKey.list(
          "baseline.layers",
          0,
          LayerSpec.KIND,
          "hidden layers of a public network that is trained apart from the extractor;"
              + " [] if the extractor's network is public");

  static final List<ConfigKey<?>> KEYS = List.of(LAYERS);

  /** Checks the layers and their order. */
  public BaselineConfig {
    layers = List.copyOf(LAYERS.check(layers));
    LayerSpec.requireOrder(LAYERS, layers);
  }

  static BaselineConfig read(Config config) {
    return new BaselineConfig(LAYERS.read(config));
  }

  /**
   * @return whether the public network and the extractor are two
   */
  public boolean isApart() {
    return !layers.isEmpty();
  }
}
