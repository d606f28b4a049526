package io.retrievaldefense.images;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How an image folder is read.
 *
 * @param shape the shape of every image; if empty, that of the first readable picture
 * @param sizePolicy what becomes of pictures of another size
 * @param classNames the class folders that must be there, in the order of their labels; if empty,
 *     those that are there, by name. A test set is opened with the training set's
 * @param picturesPerPart how many files one part holds at most, at least 1
 */
public record ImageFolderOptions(
    Optional<ImageShape> shape,
    SizePolicy sizePolicy,
    List<String> classNames,
    int picturesPerPart) {

  /** The shape of the first picture, no resizing, the classes that are there, parts of 1,000. */
  public static final ImageFolderOptions DEFAULTS =
      new ImageFolderOptions(Optional.empty(), SizePolicy.REJECT, List.of(), 1_000);

  /** Checks the size of parts. */
  public ImageFolderOptions {
    Objects.requireNonNull(shape, "shape");
    Objects.requireNonNull(sizePolicy, "sizePolicy");
    classNames = List.copyOf(classNames);
    if (picturesPerPart < 1) {
      throw new IllegalArgumentException(
          "pictures per part must be at least 1: " + picturesPerPart);
    }
  }

  /**
   * The same with a shape and what to do about others.
   *
   * @param newShape the shape of every image
   * @param newPolicy what becomes of pictures of another size
   * @return changed options
   */
  public ImageFolderOptions with(ImageShape newShape, SizePolicy newPolicy) {
    return new ImageFolderOptions(Optional.of(newShape), newPolicy, classNames, picturesPerPart);
  }

  /**
   * The same with given classes.
   *
   * @param newNames the class folders that must be there
   * @return changed options
   */
  public ImageFolderOptions with(List<String> newNames) {
    return new ImageFolderOptions(shape, sizePolicy, newNames, picturesPerPart);
  }
}
