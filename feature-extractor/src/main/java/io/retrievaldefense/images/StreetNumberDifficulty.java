package io.retrievaldefense.images;

import java.io.Serializable;

/**
 * What makes generated house numbers hard to read; every image draws its own values within these
 * bounds. Lengths are in pixels of a 32 by 32 image, colours in [0, 1], angles in degrees.
 *
 * @param contrastLow the least difference of brightness between digits and ground, in (0, 1]
 * @param contrastHigh the greatest, in [contrastLow, 1]
 * @param heightLow the least height of digits, in [8, 40]
 * @param heightHigh the greatest, in [heightLow, 40]
 * @param strokeLow the least width of strokes, as a share of the height, in (0, 0.4]
 * @param strokeHigh the greatest, in [strokeLow, 0.4]
 * @param offset how far the digit is from the centre at most, in [0, 8]
 * @param rotation how far the number is turned at most, in [0, 45]
 * @param slant how far its digits lean at most, in [0, 45]
 * @param perspective how much larger the near side is than the centre at most, in [0, 0.5]
 * @param wobble how far hand-made digits are from their model, as a share of the height, in [0,
 *     0.3]
 * @param blur the greatest deviation of the blur, in [0, 4]
 * @param noise the greatest deviation of the noise, in [0, 0.3]
 * @param clutter the mean number of edges and bars on the ground, in [0, 8]
 * @param occlusion the probability that something passes before the digit, in [0, 1]
 * @param illumination how much brighter or darker the borders are at most, in [0, 0.9]
 */
public record StreetNumberDifficulty(
    double contrastLow,
    double contrastHigh,
    double heightLow,
    double heightHigh,
    double strokeLow,
    double strokeHigh,
    double offset,
    double rotation,
    double slant,
    double perspective,
    double wobble,
    double blur,
    double noise,
    double clutter,
    double occlusion,
    double illumination)
    implements Serializable {

  /** About as hard as SVHN for a small convolutional network. */
  public static final StreetNumberDifficulty STANDARD =
      new StreetNumberDifficulty(
          .05, .65, 19, 31, .09, .23, 3, 12, 14, .2, .08, 2, .045, 2, .2, .4);

  /** Checks every bound. */
  public StreetNumberDifficulty {
    range("contrast", contrastLow, contrastHigh, 0.001, 1);
    range("height", heightLow, heightHigh, 8, 40);
    range("stroke", strokeLow, strokeHigh, 0.001, 0.4);
    within("offset", offset, 8);
    within("rotation", rotation, 45);
    within("slant", slant, 45);
    within("perspective", perspective, 0.5);
    within("wobble", wobble, 0.3);
    within("blur", blur, 4);
    within("noise", noise, 0.3);
    within("clutter", clutter, 8);
    within("occlusion", occlusion, 1);
    within("illumination", illumination, 0.9);
  }

  private static void range(String name, double low, double high, double least, double most) {
    if (!(low >= least && low <= high && high <= most)) {
      throw new IllegalArgumentException(
          "%s must be a range within [%s, %s]: [%s, %s]".formatted(name, least, most, low, high));
    }
  }

  private static void within(String name, double value, double most) {
    if (!(value >= 0 && value <= most)) {
      throw new IllegalArgumentException("%s must be in [0, %s]: %s".formatted(name, most, value));
    }
  }
}
