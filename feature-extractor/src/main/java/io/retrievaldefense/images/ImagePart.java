package io.retrievaldefense.images;

import java.io.IOException;
import java.io.Serializable;
import java.util.stream.Stream;

/**
 * A share of a source that one task reads by itself: a file, a slice of a list of files, a range of
 * the generator. It carries all it needs, so that a task is shipped no more than its own part.
 */
public interface ImagePart extends Serializable {

  /**
   * What the part is, for people.
   *
   * @return the name, such as a path
   */
  String name();

  /**
   * The id of the part's first row; the others count up from it without gaps.
   *
   * @return the first id
   */
  long firstId();

  /**
   * The number of rows, known before anything is decoded.
   *
   * @return the number of rows that {@link #read} yields, unreadable ones included
   */
  int count();

  /**
   * Reads the rows in the order of their ids. The stream is lazy, sequential, and must be closed.
   *
   * @return {@link #count} rows
   * @throws ImageFormatException if a file of many images is damaged
   * @throws IOException if the file cannot be opened; later failures come out of the stream as
   *     {@link java.io.UncheckedIOException}
   */
  Stream<ImageRow> read() throws IOException;
}
