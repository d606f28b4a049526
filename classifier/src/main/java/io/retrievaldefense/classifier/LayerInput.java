package io.retrievaldefense.classifier;

/** What the fully connected layers are given. */
public enum LayerInput {
  /** (h-bar, y-bar), as in the paper. */
  SUMMARY,
  /**
   * (h, 0): the feature itself, and no label. The same layers and the same training without
   * retrieval, to tell what of a result is theirs.
   */
  FEATURE,
  /** (h-bar, y-bar, h): retrieval beside the feature, and a way around it. */
  BOTH;

  /** Whether what is retrieved has a part in the answer. */
  public boolean hasSummary() {
    return this != FEATURE;
  }

  /** Whether h reaches the layers other than through attention. */
  boolean hasFeature() {
    return this != SUMMARY;
  }
}
