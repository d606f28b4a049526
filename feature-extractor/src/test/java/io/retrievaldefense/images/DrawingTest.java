package io.retrievaldefense.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class DrawingTest {

  @Test
  void aBarCoversItsAreaWithSoftEdges() {
    CoverageMask mask = new CoverageMask();
    mask.segment(8, 16, 24, 16, 2.25, CoverageMask.Pen.SQUARE);
    // Rows 14 to 17 are inside; rows 13 and 18 hold a quarter pixel each.
    assertThat(mask.at(14 * 32 + 16)).isEqualTo(1);
    assertThat(mask.at(17 * 32 + 16)).isEqualTo(1);
    assertThat(mask.at(13 * 32 + 16)).isCloseTo(.25f, within(1e-6f));
    assertThat(mask.at(18 * 32 + 16)).isCloseTo(.25f, within(1e-6f));
    assertThat(mask.at(12 * 32 + 16)).isZero();
    assertThat(mask.at(16 * 32 + 27)).isZero();
  }

  @Test
  void aRoundPenLeavesTheCornersFree() {
    CoverageMask round = new CoverageMask();
    round.segment(16, 16, 16, 16, 5, CoverageMask.Pen.ROUND);
    CoverageMask square = new CoverageMask();
    square.segment(16, 16, 16, 16, 5, CoverageMask.Pen.SQUARE);
    assertThat(round.at(11 * 32 + 11)).isZero();
    assertThat(square.at(11 * 32 + 11)).isEqualTo(1);
    assertThat(sum(round)).isCloseTo((float) Math.PI * 25, within(1.5f));
    assertThat(sum(square)).isCloseTo(100, within(1e-3f));
  }

  @Test
  void strokesOutsideThePictureAreCutOff() {
    CoverageMask mask = new CoverageMask();
    mask.segment(-50, -50, -40, 90, 3, CoverageMask.Pen.ROUND);
    assertThat(sum(mask)).isZero();
    mask.segment(-50, 16, 90, 16, 1, CoverageMask.Pen.ROUND);
    assertThat(sum(mask)).isEqualTo(64);
  }

  @Test
  void blurKeepsFlatPicturesAndTheSum() {
    Canvas canvas = new Canvas();
    canvas.fill(new float[] {.2f, .4f, .6f});
    canvas.blur(1.5, 1.5);
    assertThat(canvas.bytes()).startsWith(51, 102, 153).endsWith(51, 102, 153);

    CoverageMask dot = new CoverageMask();
    dot.segment(16, 16, 16, 16, 3, CoverageMask.Pen.ROUND);
    canvas.fill(new float[] {0, 0, 0});
    canvas.paint(dot, 0, 0, new float[] {1, 1, 1}, 1);
    long before = sum(canvas.bytes());
    canvas.blur(1, 2);
    assertThat((double) sum(canvas.bytes())).isCloseTo(before, within(before * .02));
  }

  @Test
  void everyModelStaysAboutItsBox() {
    SplitMix random = new SplitMix(3);
    for (int digit = 0; digit < 10; digit++) {
      for (int i = 0; i < 40; i++) {
        for (double[] line : DigitModels.draw(digit, random).lines()) {
          assertThat(line).hasSizeGreaterThan(3);
          for (double value : line) {
            assertThat(value).as("digit %d", digit).isBetween(-.03, 1.03);
          }
        }
      }
    }
  }

  @Test
  void aTurnedSixIsANine() {
    double[] line = new StrokePath().move(.1, .2).line(.3, 1).turned().lines().get(0);
    assertThat(line).containsExactly(new double[] {.9, .8, .7, 0}, within(1e-12));
  }

  @Test
  void bellsHaveMeanZeroAndDeviationOne() {
    SplitMix random = new SplitMix(9);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < 100_000; i++) {
      double value = random.bell();
      sum += value;
      squares += value * value;
    }
    assertThat(sum / 100_000).isCloseTo(0, within(.02));
    assertThat(squares / 100_000).isCloseTo(1, within(.02));
  }

  @Test
  void trianglesHaveMeanZeroAndDeviationOne() {
    SplitMix random = new SplitMix(9);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < 100_000; i++) {
      double value = SplitMix.triangle((int) random.next());
      sum += value;
      squares += value * value;
    }
    assertThat(sum / 100_000).isCloseTo(0, within(.02));
    assertThat(squares / 100_000).isCloseTo(1, within(.02));
  }

  @Test
  void splitMixIsThePublishedOne() {
    // First outputs for seed 1234567 of the reference implementation in C.
    SplitMix random = new SplitMix(1234567);
    assertThat(random.next()).isEqualTo(6457827717110365317L);
    assertThat(random.next()).isEqualTo(3203168211198807973L);
  }

  @Test
  void contactSheet() throws IOException {
    List<LabeledImage> images =
        List.of(
            new LabeledImage(0, "a", 0, new byte[] {(byte) 200}),
            new LabeledImage(1, "b", 0, new byte[] {100}),
            new LabeledImage(2, "c", 0, new byte[] {50}));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageShape dot = new ImageShape(1, 1, 1);
    ContactSheet.write(images, dot, 2, 3, out);
    BufferedImage sheet = ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
    assertThat(sheet.getWidth()).isEqualTo(12);
    assertThat(sheet.getHeight()).isEqualTo(12);
    assertThat(sheet.getRGB(2, 2) & 0xffffff).isEqualTo(0xc8c8c8);
    assertThat(sheet.getRGB(9, 4) & 0xffffff).isEqualTo(0x646464);
    assertThat(sheet.getRGB(2, 7) & 0xffffff).isEqualTo(0x323232);
    assertThat(sheet.getRGB(9, 9) & 0xffffff).isZero();

    assertThatThrownBy(() -> ContactSheet.write(List.of(), dot, 2, 3, out))
        .hasMessage("contact sheet must hold at least one image: none");
    assertThatThrownBy(() -> ContactSheet.write(images, dot, 0, 3, out))
        .hasMessage("columns and zoom must be at least 1: 0 and 3");
    assertThatThrownBy(() -> ContactSheet.write(images, ImageShape.RGB_32, 2, 3, out))
        .hasMessage("image must be 32x32x3: 1 values in a");
  }

  private static float sum(CoverageMask mask) {
    float sum = 0;
    for (int i = 0; i < 1024; i++) {
      sum += mask.at(i);
    }
    return sum;
  }

  private static long sum(byte[] bytes) {
    long sum = 0;
    for (byte b : bytes) {
      sum += b & 0xff;
    }
    return sum;
  }
}
