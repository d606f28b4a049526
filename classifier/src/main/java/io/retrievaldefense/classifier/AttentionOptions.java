package io.retrievaldefense.classifier;

/**
 * How attention and head are learned beyond the paper's U and cross-entropy. None of it changes
 * what a trained model is: factors are multiplied out when training ends.
 *
 * @param keyLength length of queries and keys: beta_n = (Q h) . (K h_n), so U = Q'K of that rank; 0
 *     for a U of full rank
 * @param valueLength length of values: the layers are given V h-bar; 0 for h-bar itself
 * @param temperature T in alpha = softmax(beta / T), or where it starts
 * @param temperatureLearning whether T is learned with the rest
 * @param localMixup share of the loss that is of local mixup (Zhao and Cho 2018): the layers on a
 *     convex sum of the retrieved set, with weights drawn uniformly from the simplex, against the
 *     same sum of its labels
 * @param labels whether the layers see y-bar
 */
public record AttentionOptions(
    int keyLength,
    int valueLength,
    double temperature,
    TemperatureLearning temperatureLearning,
    double localMixup,
    Labels labels) {

  /** Whether the temperature of attention is learned. */
  public enum TemperatureLearning {
    /** It stays as it is. */
    FIXED,
    /** log T is a parameter. */
    LEARNED
  }

  /** What the layers are given of the neighbours' labels. */
  public enum Labels {
    /** y-bar, as in the paper. */
    SHOWN,
    /**
     * Nothing: the weights of y-bar are 0 and stay so. With local mixup the target is y-bar, which
     * layers that see it need not learn to tell from h-bar.
     */
    HIDDEN
  }

  /** As in the paper. */
  public static final AttentionOptions PLAIN =
      new AttentionOptions(0, 0, 1, TemperatureLearning.FIXED, 0, Labels.SHOWN);

  public AttentionOptions {
    require(keyLength >= 0, "key length must not be negative", keyLength);
    require(valueLength >= 0, "value length must not be negative", valueLength);
    require(
        temperature > 0 && Double.isFinite(temperature),
        "temperature must be positive and finite",
        temperature);
    require(localMixup >= 0 && localMixup <= 1, "local mixup must be in [0, 1]", localMixup);
  }

  /** Whether the parameters that are learned are those of the model. */
  boolean isUnfactored() {
    return keyLength == 0
        && valueLength == 0
        && temperature == 1
        && temperatureLearning == TemperatureLearning.FIXED;
  }

  private static void require(boolean holds, String rule, Number actual) {
    if (!holds) {
      throw new IllegalArgumentException(rule + ": " + actual);
    }
  }
}
