package io.retrievaldefense.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StreetNumberGeneratorTest {

  private static final StreetNumberGenerator GENERATOR = new StreetNumberGenerator(42);

  /**
   * Images must be the same on every machine and in every version. Whoever changes the pictures on
   * purpose changes this digest, and the figures in the documentation with it.
   */
  @Test
  void goldenDigest() throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (StreetNumberSplit split : StreetNumberSplit.values()) {
      for (int i = 0; i < 50; i++) {
        LabeledImage image = GENERATOR.image(split, i, i);
        digest.update((byte) image.label());
        digest.update(image.pixels());
      }
    }
    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo("20511a55487655b2649cbe34a8134e89cfb785788cbf73b6b163857d9a4b29b4");
  }

  @Test
  void anImageDependsOnItsIndexAloneNotOnWhatWasDrawnBefore() throws IOException {
    List<ImageRow> rows = Pictures.rows(GENERATOR.source(StreetNumberSplit.TEST, 2_050, 500));
    assertThat(rows).hasSize(2_050);
    for (int i : new int[] {0, 1, 1_999, 2_000, 2_049}) {
      LabeledImage alone = GENERATOR.image(StreetNumberSplit.TEST, i, 500 + i);
      assertThat(rows.get(i)).isEqualTo(alone);
      assertThat(alone.name()).isEqualTo("street-number/test#" + i);
    }
  }

  @Test
  void partsOfASource() {
    ImageSource source = GENERATOR.source(StreetNumberSplit.TRAIN, 4_001, 7);
    assertThat(source.shape()).isEqualTo(ImageShape.RGB_32);
    assertThat(source.classNames()).hasSize(10);
    assertThat(source.count()).isEqualTo(4_001);
    assertThat(source.parts()).extracting(ImagePart::firstId).containsExactly(7L, 2_007L, 4_007L);
    assertThat(source.parts()).extracting(ImagePart::count).containsExactly(2_000, 2_000, 1);
    assertThat(source.parts().get(2).name()).isEqualTo("street-number/train#4000..4000");
  }

  @Test
  void splitsSeedsAndIndicesAreAllDifferentImages() {
    Set<String> seen = new HashSet<>();
    for (long seed : new long[] {0, 1, -1}) {
      for (StreetNumberSplit split : StreetNumberSplit.values()) {
        for (int i = 0; i < 50; i++) {
          byte[] pixels = new StreetNumberGenerator(seed).image(split, i, 0).pixels();
          seen.add(HexFormat.of().formatHex(pixels));
        }
      }
    }
    assertThat(seen).hasSize(3 * 3 * 50);
  }

  @Test
  void defaultSizesAreThoseOfSvhnAndThePaper() {
    assertThat(StreetNumberSplit.TRAIN.defaultCount()).isEqualTo(73_257);
    assertThat(StreetNumberSplit.TEST.defaultCount()).isEqualTo(26_032);
    assertThat(StreetNumberSplit.EXTRA.defaultCount()).isEqualTo(100_000);
  }

  @Test
  void classesAreDrawnAsOftenAsTheDistributionSays() {
    for (double share : shares(ClassDistribution.UNIFORM)) {
      assertThat(share).isBetween(.09, .11);
    }
    double[] skewed = shares(ClassDistribution.SVHN);
    assertThat(skewed[1]).isBetween(.18, .20);
    assertThat(skewed[2]).isBetween(.135, .155);
    assertThat(skewed[9]).isBetween(.057, .071);
  }

  /** With all that hides it turned off, the strokes cover a fair share, and differ in two tones. */
  @Test
  void anEasyDigitIsTwoTones() {
    StreetNumberGenerator easy =
        new StreetNumberGenerator(
            5,
            new StreetNumberDifficulty(.5, .5, 24, 24, .15, .15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
            ClassDistribution.UNIFORM);
    for (int i = 0; i < 100; i++) {
      byte[] pixels = easy.image(StreetNumberSplit.TEST, i, i).pixels();
      int[] brightness =
          IntStream.range(0, 1024)
              .map(p -> (pixels[3 * p] & 0xff) + (pixels[3 * p + 1] & 0xff))
              .toArray();
      int low = IntStream.of(brightness).min().orElseThrow();
      int high = IntStream.of(brightness).max().orElseThrow();
      assertThat(high - low).isGreaterThan(60);
    }
  }

  @Test
  void badRequests() {
    assertThatThrownBy(() -> GENERATOR.image(StreetNumberSplit.TEST, -1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("image index must be at least 0: -1");
    assertThatThrownBy(() -> GENERATOR.source(StreetNumberSplit.TEST, 0, 0))
        .hasMessage("number of images must be at least 1: 0");
    assertThatThrownBy(() -> GENERATOR.source(StreetNumberSplit.TEST, 1, -3))
        .hasMessage("first id must be at least 0: -3");
  }

  @Test
  void badDifficulty() {
    assertThatThrownBy(() -> difficulty(.5, .4, 1, .1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("contrast must be a range within [0.001, 1.0]: [0.5, 0.4]");
    assertThatThrownBy(() -> difficulty(.1, .4, 5, .1)).hasMessage("blur must be in [0, 4.0]: 5.0");
    assertThatThrownBy(() -> difficulty(.1, .4, 1, Double.NaN))
        .hasMessage("noise must be in [0, 0.3]: NaN");
  }

  private static StreetNumberDifficulty difficulty(
      double contrastLow, double contrastHigh, double blur, double noise) {
    return new StreetNumberDifficulty(
        contrastLow, contrastHigh, 20, 30, .1, .2, 0, 0, 0, 0, 0, blur, noise, 0, 0, 0);
  }

  private static double[] shares(ClassDistribution distribution) {
    SplitMix random = new SplitMix(1);
    double[] shares = new double[10];
    for (int i = 0; i < 20_000; i++) {
      shares[distribution.draw(random)] += 1 / 20_000.0;
    }
    return shares;
  }
}
