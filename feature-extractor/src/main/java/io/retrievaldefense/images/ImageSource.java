package io.retrievaldefense.images;

import java.io.Serializable;
import java.util.List;

/**
 * A set of labelled images of one shape, divided into parts that can be read in parallel. The ids
 * and the order of rows depend on the data alone, never on who reads which part.
 */
public interface ImageSource extends Serializable {

  /**
   * The shape of every image.
   *
   * @return the shape
   */
  ImageShape shape();

  /**
   * The names of the classes; a label is a position in this list.
   *
   * @return the names, at least one
   */
  List<String> classNames();

  /**
   * The parts, whose ids follow on from each other.
   *
   * @return the parts, at least one
   */
  List<ImagePart> parts();

  /**
   * The number of rows of all parts, unreadable ones included.
   *
   * @return the sum of the parts' counts
   */
  default long count() {
    return parts().stream().mapToLong(ImagePart::count).sum();
  }
}
