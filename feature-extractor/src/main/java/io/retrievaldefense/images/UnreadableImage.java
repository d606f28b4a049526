package io.retrievaldefense.images;

import java.util.Objects;

/**
 * A picture among others that could not be decoded. A job counts and names these rows and fails
 * beyond a share that the user sets; damage to a file of many images is an exception instead.
 *
 * @param id the id that the image would have had
 * @param name where it is, for people
 * @param reason what is wrong with it
 */
public record UnreadableImage(long id, String name, String reason) implements ImageRow {

  /** Checks that all is said. */
  public UnreadableImage {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(reason, "reason");
    if (id < 0) {
      throw new IllegalArgumentException("image id must be at least 0: " + id);
    }
  }
}
