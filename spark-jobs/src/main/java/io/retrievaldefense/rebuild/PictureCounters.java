package io.retrievaldefense.rebuild;

import io.retrievaldefense.images.ImageRow;
import io.retrievaldefense.images.UnreadableImage;
import io.retrievaldefense.pipeline.SharedFolder;
import java.io.IOException;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;

/**
 * What becomes of pictures, counted by the tasks that read them under names that Spark's UI shows;
 * of those without a row each task names some. Retried tasks count twice.
 */
final class PictureCounters implements Serializable {
  private static final long serialVersionUID = 1L;

  /** So many of each kind are named: all of a million nobody reads. */
  private static final int NAMED = 20;

  private final LongAccumulator decoded;
  private final LongAccumulator unreadable;
  private final LongAccumulator gone;
  private final CollectionAccumulator<UnreadableImage> unreadablePictures;
  private final CollectionAccumulator<String> gonePictures;

  private PictureCounters(SparkContext spark, LongAccumulator decoded) {
    this.decoded = decoded;
    unreadable = spark.longAccumulator("unreadable");
    gone = spark.longAccumulator("gone");
    unreadablePictures = spark.collectionAccumulator("unreadable pictures");
    gonePictures = spark.collectionAccumulator("gone pictures");
  }

  /**
   * @param spark whose tasks count
   * @param decoded counts pictures that are read
   */
  static PictureCounters register(SparkContext spark, LongAccumulator decoded) {
    return new PictureCounters(spark, decoded);
  }

  /** Counts a picture that was read. */
  void add(ImageRow row) {
    decoded.add(1);
    if (row instanceof UnreadableImage picture) {
      unreadable.add(1);
      if (unreadablePictures.value().size() < NAMED) {
        unreadablePictures.add(picture);
      }
    }
  }

  /** Counts a picture that was listed and is not there to be read. */
  void addGone(String path) {
    gone.add(1);
    if (gonePictures.value().size() < NAMED) {
      gonePictures.add(path);
    }
  }

  /** Pictures that were read. */
  long decoded() {
    return decoded.value();
  }

  /** Those of them that are none. */
  long unreadable() {
    return unreadable.value();
  }

  /** Pictures that were not there any more. */
  long gone() {
    return gone.value();
  }

  /** Some that are none, each with what is wrong with it, by id. */
  List<String> named() {
    return unreadablePictures.value().stream()
        .sorted(Comparator.comparingLong(UnreadableImage::id))
        .map(picture -> picture.name() + ": " + picture.reason())
        .distinct()
        .limit(NAMED)
        .toList();
  }

  /**
   * Refuses a folder that is each machine's own: for an executor that does not have it, all its
   * pictures would be gone.
   *
   * @throws io.retrievaldefense.config.BadInputException when the driver sees one that is gone
   */
  void requireGone(Configuration hadoop) throws IOException {
    for (String path : gonePictures.value()) {
      Path picture = new Path(path);
      if (picture.getFileSystem(hadoop).exists(picture)) {
        throw SharedFolder.refusal(
            "folder of images", "an executor does not find a picture that the driver sees", path);
      }
    }
  }
}
