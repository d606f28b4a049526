package io.retrievaldefense.jobs;

import io.retrievaldefense.images.ImageShape;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What the prepare step says of its images.
 *
 * @param shape of every image
 * @param classNames one per label
 * @param images how many each split holds
 * @param digest of ids, labels and pixels, the same for any partitioning
 * @param unreadable images that could not be decoded, the first of them by name
 * @param unreadableImages how many could not be decoded
 */
record DatasetInfo(
    ImageShape shape,
    List<String> classNames,
    Map<String, Long> images,
    String digest,
    List<String> unreadable,
    long unreadableImages) {

  private static final String FILE = "dataset.json";

  static DatasetInfo read(Path prepared, Configuration hadoop) throws IOException {
    return StepFiles.readJson(new Path(prepared, FILE), DatasetInfo.class, hadoop);
  }

  void write(Path prepared, Configuration hadoop) throws IOException {
    StepFiles.writeJson(new Path(prepared, FILE), this, hadoop);
  }

  int count(Split split) {
    return Math.toIntExact(images.getOrDefault(split.id(), 0L));
  }
}
