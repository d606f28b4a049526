package io.retrievaldefense.classifier;

/** What the fully connected layers are given. */
public enum LayerInput {
  /** (h-bar, y-bar), as in the paper. */
  SUMMARY,
  /**
   * (h, 0): the feature itself, and no label. The same layers and the same training without
   * retrieval, to tell what of a result is theirs.
   */
  FEATURE
}
