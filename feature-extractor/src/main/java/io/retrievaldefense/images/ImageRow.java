package io.retrievaldefense.images;

import java.io.Serializable;

/** What a source yields for one picture: the image, or why it could not be read. */
public sealed interface ImageRow extends Serializable permits LabeledImage, UnreadableImage {

  /**
   * The row's id, unique within its source (and within a run, if sources start at disjoint ids).
   *
   * @return the id, at least 0
   */
  long id();

  /**
   * Where the picture is, for people: a path, or a file and a position in it.
   *
   * @return the name
   */
  String name();
}
