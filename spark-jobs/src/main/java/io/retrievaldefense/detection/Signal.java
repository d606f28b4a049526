package io.retrievaldefense.detection;

import java.util.Locale;

/** What may tell an adversarial example from a clean one: the higher, the more suspect. */
public enum Signal {
  /** The attention weight on neighbours that are not of the class that is answered. */
  DISAGREEMENT,
  /** log of the mean squared distance of h' to the neighbours: how far off the private set. */
  DISTANCE,
  /** Entropy of the attention weights, in nats. */
  ENTROPY,
  /** What the extractor as a classifier of its own leaves for other classes than the answer. */
  CONFLICT;

  /**
   * @return its name in tables
   */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
