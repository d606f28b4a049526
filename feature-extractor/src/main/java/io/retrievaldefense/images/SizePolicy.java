package io.retrievaldefense.images;

/** What becomes of a picture that has not the size of the others. */
public enum SizePolicy {
  /** It is an unreadable row. */
  REJECT,
  /** It is stretched to the size of the others. */
  RESIZE
}
