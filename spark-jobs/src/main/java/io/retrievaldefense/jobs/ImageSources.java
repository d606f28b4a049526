package io.retrievaldefense.jobs;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.DataConfig;
import io.retrievaldefense.images.CifarBinaryReader;
import io.retrievaldefense.images.CifarSplit;
import io.retrievaldefense.images.FileAccess;
import io.retrievaldefense.images.IdxReader;
import io.retrievaldefense.images.ImageFolderOptions;
import io.retrievaldefense.images.ImageFolderReader;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.ImageSource;
import io.retrievaldefense.images.SizePolicy;
import io.retrievaldefense.images.StreetNumberGenerator;
import io.retrievaldefense.images.StreetNumberSplit;
import io.retrievaldefense.images.SvhnMatReader;
import io.retrievaldefense.index.projection.NamedSeed;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Opens the parts of the configured image source. */
final class ImageSources {

  private static final int IDX_CLASSES = 10;

  private final DataConfig config;
  private final long seed;
  private final FileAccess files;
  private List<String> classNames;

  ImageSources(DataConfig config, long seed, FileAccess files) {
    this.config = config;
    this.seed = seed;
    this.files = files;
  }

  /**
   * Opens a part; every part of a run has the classes of the first one.
   *
   * @param part such as train, test, extra
   * @param firstId id of its first image
   */
  ImageSource open(String part, long firstId) throws IOException {
    ImageSource source = source(part, firstId);
    if (classNames == null) {
      classNames = source.classNames();
    } else if (!classNames.equals(source.classNames())) {
      throw new BadInputException(
          "classes of part " + part + " must be " + classNames + ": " + source.classNames());
    }
    return source;
  }

  private ImageSource source(String part, long firstId) throws IOException {
    String root = config.root();
    switch (config.source()) {
      case IMAGE_FOLDER:
        ImageFolderOptions options =
            ImageFolderOptions.DEFAULTS.with(
                new ImageShape(config.height(), config.width(), config.channels()),
                config.resize() ? SizePolicy.RESIZE : SizePolicy.REJECT);
        if (classNames != null) {
          options = options.with(classNames);
        }
        return ImageFolderReader.open(files, FileAccess.child(root, part), options, firstId);
      case SVHN:
        return SvhnMatReader.open(files, FileAccess.child(root, part + "_32x32.mat"), firstId);
      case CIFAR10_BINARY:
        return CifarBinaryReader.open(files, root, choice(part, CifarSplit.class), firstId);
      case IDX:
        String stem = part.equals("test") ? "t10k" : part;
        return IdxReader.open(
            files,
            idx(root, stem + "-images-idx3-ubyte"),
            idx(root, stem + "-labels-idx1-ubyte"),
            IDX_CLASSES,
            firstId);
      case STREET_NUMBERS:
        StreetNumberSplit split = choice(part, StreetNumberSplit.class);
        int count =
            switch (split) {
              case TRAIN -> config.streetNumbers().train();
              case TEST -> config.streetNumbers().test();
              case EXTRA -> config.streetNumbers().extra();
            };
        return new StreetNumberGenerator(NamedSeed.derive(seed, "street-numbers"))
            .source(split, count, firstId);
      default:
        throw new IllegalStateException("source must be known: " + config.source());
    }
  }

  private String idx(String root, String name) throws IOException {
    String plain = FileAccess.child(root, name);
    return files.exists(plain) ? plain : FileAccess.child(root, name + ".gz");
  }

  private <E extends Enum<E>> E choice(String part, Class<E> type) {
    for (E value : type.getEnumConstants()) {
      if (value.name().toLowerCase(Locale.ROOT).equals(part)) {
        return value;
      }
    }
    throw new BadInputException(
        "part of source "
            + config.source().name().toLowerCase(Locale.ROOT).replace('_', '-')
            + " must be one of "
            + List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT)
            + ": "
            + part);
  }
}
