package io.retrievaldefense.jobs;

import io.retrievaldefense.config.DataConfig;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.config.SplitConfig;
import io.retrievaldefense.executor.HadoopSettings;
import io.retrievaldefense.images.ImagePart;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.ImageSource;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * The images of a run before any is prepared: the source is listed, and some of it decoded.
 *
 * @param shape of every image
 * @param classes how many
 * @param counts how many images in each split
 * @param secondsPerImage to decode one, on one thread
 */
record PlannedImages(
    ImageShape shape, int classes, Map<Split, Long> counts, double secondsPerImage) {
  private static final int DECODED = 200;

  static PlannedImages of(RunConfig config) throws IOException {
    ImageSources sources = new ImageSources(config.data(), config.seed(), HadoopSettings.files());
    Map<Split, SplitConfig> splits = splits(config.data());
    Map<String, ImageSource> opened = new HashMap<>();
    ImageSource first = null;
    for (SplitConfig split : splits.values()) {
      if (!opened.containsKey(split.part())) {
        ImageSource source = sources.open(split.part(), 0);
        opened.put(split.part(), source);
        first = first == null ? source : first;
      }
    }
    Map<Split, Long> counts = new EnumMap<>(Split.class);
    opened.forEach(
        (part, source) ->
            SplitAssignment.sizes(part, source.count(), splits)
                .forEach((split, size) -> counts.put(split, (long) size)));
    return new PlannedImages(
        first.shape(), first.classNames().size(), counts, secondsPerImage(first.parts().get(0)));
  }

  static Map<Split, SplitConfig> splits(DataConfig data) {
    Map<Split, SplitConfig> splits = new EnumMap<>(Split.class);
    splits.put(Split.TRAINING, data.training());
    splits.put(Split.VALIDATION, data.validation());
    splits.put(Split.PRIVATE, data.privateSet());
    splits.put(Split.TEST, data.test());
    return splits;
  }

  private static double secondsPerImage(ImagePart part) throws IOException {
    long start = System.nanoTime();
    try (var rows = part.read().limit(DECODED)) {
      // Not count(), which need not look at the rows.
      int decoded = rows.toList().size();
      return (System.nanoTime() - start) / 1e9 / Math.max(1, decoded);
    }
  }

  long count(Split split) {
    return counts.get(split);
  }

  long all() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
