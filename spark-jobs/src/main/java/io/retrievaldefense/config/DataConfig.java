package io.retrievaldefense.config;

import com.typesafe.config.Config;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which images, and how they are split.
 *
 * @param source the kind of source
 * @param root URI of its files; empty for generated images
 * @param height rows of an image of an image folder
 * @param width columns of an image of an image folder
 * @param channels 1 (grey) or 3 (RGB) of an image folder
 * @param resize whether pictures of other sizes are stretched to height and width
 * @param training images the classifiers are trained on
 * @param validation images for early stopping and for choosing N
 * @param privateSet images behind the retrieval index
 * @param test images accuracy is measured on
 * @param maxUnreadableShare share of images that may fail to decode before the job fails
 * @param streetNumbers cardinalities of the generated images
 */
public record DataConfig(
    Source source,
    String root,
    int height,
    int width,
    int channels,
    boolean resize,
    SplitConfig training,
    SplitConfig validation,
    SplitConfig privateSet,
    SplitConfig test,
    double maxUnreadableShare,
    StreetNumbersConfig streetNumbers) {

  /** The kinds of image sources. */
  public enum Source {
    /** A directory per class below a directory per part, with PNG and JPEG files. */
    IMAGE_FOLDER,
    /** {@code PART_32x32.mat}, SVHN's format 2. */
    SVHN,
    /** CIFAR-10's binary batches. */
    CIFAR10_BINARY,
    /** IDX files, plain or gzipped. */
    IDX,
    /** Generated house numbers in SVHN's shape. */
    STREET_NUMBERS
  }

  static final ConfigKey<Source> SOURCE =
      ConfigKey.choice("data.source", Source.class, "kind of image source");
  static final ConfigKey<String> ROOT =
      ConfigKey.of("data.root", TextKinds.TEXT, "URI of the source's files");
  static final ConfigKey<Integer> HEIGHT =
      ConfigKey.integer("data.height", 4, 1024, "rows of an image (image folder)");
  static final ConfigKey<Integer> WIDTH =
      ConfigKey.integer("data.width", 4, 1024, "columns of an image (image folder)");
  static final ConfigKey<Integer> CHANNELS =
      ConfigKey.integer("data.channels", 1, 3, "1 for grey, 3 for RGB (image folder)");
  static final ConfigKey<Boolean> RESIZE =
      ConfigKey.of(
          "data.resize",
          TextKinds.FLAG,
          "stretch pictures of other sizes to height and width (image folder)");
  static final ConfigKey<Double> MAX_UNREADABLE_SHARE =
      ConfigKey.number(
          "data.max-unreadable-share",
          Interval.closed(0, 1),
          "share of images that may fail to decode before the job fails");

  static final List<ConfigKey<?>> KEYS =
      List.of(SOURCE, ROOT, HEIGHT, WIDTH, CHANNELS, RESIZE, MAX_UNREADABLE_SHARE);

  /** Checks every value, and the splits against each other. */
  public DataConfig {
    HEIGHT.check(height);
    WIDTH.check(width);
    CHANNELS.check(channels);
    MAX_UNREADABLE_SHARE.check(maxUnreadableShare);
    if (channels == 2) {
      throw new ConfigException("data.channels must be 1 or 3: 2");
    }
    if (source != Source.STREET_NUMBERS && root.isBlank()) {
      throw new ConfigException(
          "data.root must name the files of source " + TextKinds.word(source) + ": nothing");
    }
    Map<String, SplitConfig> splits = new LinkedHashMap<>();
    splits.put("data.training", training);
    splits.put("data.validation", validation);
    splits.put("data.private", privateSet);
    splits.put("data.test", test);
    requireOneRest(splits);
    if (source == Source.STREET_NUMBERS) {
      streetNumbers.requireEnough(splits);
    }
  }

  static DataConfig read(Config config) {
    return new DataConfig(
        SOURCE.read(config),
        ROOT.read(config),
        HEIGHT.read(config),
        WIDTH.read(config),
        CHANNELS.read(config),
        RESIZE.read(config),
        SplitConfig.training(config),
        SplitConfig.validation(config),
        SplitConfig.privateSet(config),
        SplitConfig.test(config),
        MAX_UNREADABLE_SHARE.read(config),
        StreetNumbersConfig.read(config));
  }

  /**
   * Refuses more unreadable images than there may be.
   *
   * @param unreadable how many could not be decoded
   * @param images of how many
   * @param first of them, each with what is wrong with it
   * @throws BadInputException if they are a larger share than {@link #maxUnreadableShare}
   */
  public void requireReadable(long unreadable, long images, List<String> first) {
    if (unreadable > maxUnreadableShare * images) {
      throw new BadInputException(
          "unreadable images must be at most the share "
              + maxUnreadableShare
              + " of data.max-unreadable-share: "
              + unreadable
              + " of "
              + images
              + ", the first "
              + first);
    }
  }

  private static void requireOneRest(Map<String, SplitConfig> splits) {
    Map<String, String> takers = new LinkedHashMap<>();
    splits.forEach(
        (name, split) -> {
          String other = split.count().isAll() ? takers.put(split.part(), name) : null;
          if (other != null) {
            throw new ConfigException(
                String.format(
                    "%s.count must be a number, since %s.count already takes all of part %s: all",
                    name, other, split.part()));
          }
        });
  }
}
