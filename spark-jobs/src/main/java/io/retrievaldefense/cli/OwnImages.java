package io.retrievaldefense.cli;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.images.FileAccess;
import io.retrievaldefense.images.ImageFolderOptions;
import io.retrievaldefense.images.ImageFolderReader;
import io.retrievaldefense.images.ImageShape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A folder of images as a user has them, and the configuration that suits it: {@code
 * conf/my-images.conf} with the shape of the pictures and with splits in proportion to their
 * number.
 *
 * @param folder a path or URI
 * @param found the shape of the first picture, grey if a sample of all pictures is
 * @param classes how many
 * @param images how many that are not set aside for the test
 * @param test how many are in a folder of their own for the test, if there is one
 */
record OwnImages(String folder, ImageShape found, int classes, int images, Optional<Integer> test) {
  private static final String CONFIG = "my-images.conf";

  /** The splits need so many, at the least: there must be neighbours to retrieve. */
  private static final int LEAST = 200;

  /** Larger pictures are stretched to it: the network sees every pixel in every epoch. */
  private static final int LONGEST = 64;

  /** Three poolings must leave something. */
  private static final int SHORTEST = 8;

  private static final int MOST_ATTACKED = 200;

  /** Checks what the splits need. */
  OwnImages {
    if (images < LEAST) {
      throw new BadInputException(
          "--images must hold at least " + LEAST + " pictures: " + images + " in " + folder);
    }
    if (classes < 2) {
      throw new BadInputException(
          "--images must hold a folder for each of at least 2 classes: "
              + classes
              + " in "
              + folder);
    }
  }

  /**
   * Lists a folder, and decodes its first picture; if that is grey, some more.
   *
   * @throws BadInputException if it is not there, or holds too little
   * @throws io.retrievaldefense.images.ImageFormatException if a class folder holds no picture
   */
  static OwnImages look(FileAccess files, String folder) throws IOException {
    if (!files.exists(folder)) {
      throw new BadInputException("--images must name a folder that is there: " + folder);
    }
    List<String> names =
        files.list(folder).stream()
            .filter(FileAccess.Entry::folder)
            .map(FileAccess.Entry::name)
            .toList();
    if (!names.containsAll(List.of("train", "test"))) {
      ImageFolderReader all = reader(files, folder);
      return new OwnImages(
          folder, all.shape(), all.classNames().size(), count(all), Optional.empty());
    }
    ImageFolderReader train = reader(files, FileAccess.child(folder, "train"));
    ImageFolderReader test = reader(files, FileAccess.child(folder, "test"));
    return new OwnImages(
        folder, train.shape(), train.classNames().size(), count(train), Optional.of(count(test)));
  }

  private static ImageFolderReader reader(FileAccess files, String folder) throws IOException {
    return ImageFolderReader.open(files, folder, ImageFolderOptions.DEFAULTS, 0);
  }

  private static int count(ImageFolderReader reader) {
    return Math.toIntExact(reader.count());
  }

  /** The shape that all pictures are given: their own, unless that is too large or too small. */
  ImageShape shape() {
    double longest = Math.max(found.height(), found.width());
    double factor = Math.min(1, LONGEST / longest);
    return new ImageShape(
        Math.max(SHORTEST, (int) Math.round(found.height() * factor)),
        Math.max(SHORTEST, (int) Math.round(found.width() * factor)),
        found.channels());
  }

  private int tested() {
    return test.orElse(images / 10);
  }

  private int validation() {
    return images / 20;
  }

  /** Half of what is left, as the private set is the other half. */
  private int training() {
    return (images - validation() - (test.isPresent() ? 0 : tested())) / 2;
  }

  private int privateSet() {
    return images - validation() - (test.isPresent() ? 0 : tested()) - training();
  }

  /** What was found and what is made of it, for the user. */
  String description() {
    ImageShape shape = shape();
    return String.format(
        Locale.ROOT,
        "found %,d images in %d classes, %d x %d pixels, %s%s; %,d for training, %,d for validation,"
            + " %,d private, %,d for the test",
        images + test.orElse(0),
        classes,
        found.width(),
        found.height(),
        found.channels() == 1 ? "grey" : "in colour",
        shape.equals(found)
            ? ""
            : String.format(
                ", stretched to %d x %d (--set data.width and data.height choose)",
                shape.width(), shape.height()),
        training(),
        validation(),
        privateSet(),
        tested());
  }

  /** HOCON. */
  String configuration() throws IOException {
    String part = test.isPresent() ? "train" : ".";
    ImageShape shape = shape();
    String own =
        String.join(
            "\n",
            "",
            "data {",
            "  root = " + quoted(folder),
            "  height = " + shape.height(),
            "  width = " + shape.width(),
            "  channels = " + shape.channels(),
            "  resize = true",
            split("training", part, Integer.toString(training())),
            split("validation", part, Integer.toString(validation())),
            split("private", part, Integer.toString(privateSet())),
            split("test", test.isPresent() ? "test" : part, "all"),
            "}",
            "attacks.examples = " + Math.min(MOST_ATTACKED, tested()),
            "report.recall-queries = " + Math.min(MOST_ATTACKED, tested()),
            "");
    return text() + own;
  }

  private static String split(String name, String part, String count) {
    return "  " + name + " { part = " + quoted(part) + ", count = " + count + " }";
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static String text() throws IOException {
    try (InputStream in = OwnImages.class.getResourceAsStream(CONFIG)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
