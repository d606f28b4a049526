package io.retrievaldefense.images;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Draws house numbers in SVHN's shape: crops of 32x32x3 about one digit of a number of one to
 * three, whose label is that digit; the others are distractors. The embedded default where there
 * are no image files.
 *
 * <p>An image depends on (seed, split, index) and the settings alone: own stroke models, own
 * rasteriser, own random numbers, and only arithmetic that every JVM does alike.
 *
 * @param seed decides every image
 * @param difficulty how hard they are to read
 * @param distribution how often each digit occurs, also among the distractors
 */
public record StreetNumberGenerator(
    long seed, StreetNumberDifficulty difficulty, ClassDistribution distribution)
    implements Serializable {

  private static final List<String> DIGITS =
      IntStream.range(0, 10).mapToObj(Integer::toString).toList();
  private static final int IMAGES_PER_PART = 2_000;

  /** Checks that all is given. */
  public StreetNumberGenerator {
    Objects.requireNonNull(difficulty, "difficulty");
    Objects.requireNonNull(distribution, "distribution");
  }

  /**
   * A generator of standard difficulty with SVHN's class distribution.
   *
   * @param seed decides every image
   */
  public StreetNumberGenerator(long seed) {
    this(seed, StreetNumberDifficulty.STANDARD, ClassDistribution.SVHN);
  }

  /**
   * Draws an image.
   *
   * @param split which set it is of; the same index is another image in another set
   * @param index which image, at least 0
   * @param id the id it is to carry
   * @return the image
   */
  public LabeledImage image(StreetNumberSplit split, long index, long id) {
    return image(new StreetNumberPainter(difficulty, distribution), split, index, id);
  }

  private LabeledImage image(
      StreetNumberPainter painter, StreetNumberSplit split, long index, long id) {
    if (index < 0) {
      throw new IllegalArgumentException("image index must be at least 0: " + index);
    }
    long ofSplit = SplitMix.hash(seed, split.ordinal());
    SplitMix random = new SplitMix(SplitMix.hash(ofSplit, index));
    int digit = distribution.draw(random);
    return new LabeledImage(id, name(split, index), digit, painter.paint(digit, random));
  }

  private static String name(StreetNumberSplit split, long index) {
    return "street-number/" + split.name().toLowerCase(Locale.ROOT) + "#" + index;
  }

  /**
   * The first images of a split as a source.
   *
   * @param split which set
   * @param count how many, at least 1
   * @param firstId the id of image 0, at least 0
   * @return the source, in parts of 2,000 images
   */
  public ImageSource source(StreetNumberSplit split, int count, long firstId) {
    if (count < 1) {
      throw new IllegalArgumentException("number of images must be at least 1: " + count);
    }
    Ids.checked(firstId);
    List<ImagePart> parts = new ArrayList<>();
    for (int from = 0; from < count; from += IMAGES_PER_PART) {
      int size = Math.min(IMAGES_PER_PART, count - from);
      parts.add(new Part(this, split, from, firstId + from, size));
    }
    return new Source(List.copyOf(parts));
  }

  private record Source(List<ImagePart> parts) implements ImageSource {

    @Override
    public ImageShape shape() {
      return ImageShape.RGB_32;
    }

    @Override
    public List<String> classNames() {
      return DIGITS;
    }
  }

  private record Part(
      StreetNumberGenerator generator,
      StreetNumberSplit split,
      int firstIndex,
      long firstId,
      int count)
      implements ImagePart {

    @Override
    public String name() {
      return StreetNumberGenerator.name(split, firstIndex) + ".." + (firstIndex + count - 1);
    }

    @Override
    public Stream<ImageRow> read() {
      StreetNumberPainter painter =
          new StreetNumberPainter(generator.difficulty, generator.distribution);
      return IntStream.range(0, count)
          .mapToObj(i -> generator.image(painter, split, firstIndex + i, firstId + i));
    }
  }
}
