package io.retrievaldefense.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderReaderTest {

  private static final LocalFiles FILES = new LocalFiles();
  private static final int RGB = BufferedImage.TYPE_INT_RGB;
  private static final ImageShape SHAPE = new ImageShape(4, 6, 3);

  @TempDir Path root;

  @Test
  void classesAndPicturesInOrderOfTheirNames() throws IOException {
    picture("dog/b.png", 0x0000ff);
    picture("dog/a.JPEG", 0x808080);
    picture("cat/c.jpg", 0x808080);
    Files.writeString(root.resolve("dog/readme.txt"), "not a picture");
    Files.writeString(root.resolve("dog/.hidden.png"), "not a picture");

    ImageFolderReader source = open(ImageFolderOptions.DEFAULTS);

    assertThat(source.classNames()).containsExactly("cat", "dog");
    assertThat(source.shape()).isEqualTo(SHAPE);
    List<ImageRow> rows = Pictures.rows(source);
    assertThat(rows).extracting(ImageRow::id).containsExactly(5L, 6L, 7L);
    assertThat(rows)
        .extracting(row -> Path.of(row.name()).getFileName().toString())
        .containsExactly("c.jpg", "a.JPEG", "b.png");
    assertThat(rows).extracting(row -> ((LabeledImage) row).label()).containsExactly(0, 1, 1);
    assertThat(((LabeledImage) rows.get(2)).pixels())
        .hasSize(SHAPE.length())
        .startsWith(0, 0, (byte) 255);
    assertThat(((LabeledImage) rows.get(0)).pixels()).containsOnly((byte) 0x80);
  }

  @Test
  void partsFollowOnFromEachOther() throws IOException {
    for (String name : List.of("a/1.png", "a/2.png", "b/3.png", "b/4.png", "b/5.png")) {
      picture(name, 1);
    }
    ImageFolderReader source =
        open(new ImageFolderOptions(Optional.empty(), SizePolicy.REJECT, List.of(), 2));
    assertThat(source.parts()).extracting(ImagePart::count).containsExactly(2, 2, 1);
    assertThat(source.parts()).extracting(ImagePart::firstId).containsExactly(5L, 7L, 9L);
    assertThat(source.parts().get(1).name()).endsWith("3.png and on");
    assertThat(Pictures.rows(source)).isEqualTo(Pictures.rows(open(ImageFolderOptions.DEFAULTS)));
  }

  @Test
  void aBadPictureAmongGoodOnesIsARow() throws IOException {
    Files.createDirectories(root.resolve("a"));
    Files.writeString(root.resolve("a/0.png"), "no picture");
    picture("a/1.png", 1);
    Pictures.truncate(picture("a/2.png", 2), 20);
    Files.write(root.resolve("a/3.jpg"), Arrays.copyOf(Files.readAllBytes(noisy("a/3.jpg")), 300));
    Files.write(root.resolve("a/4.jpg"), new byte[0]);
    Pictures.truncate(noisy("a/5.jpg"), 40);

    List<ImageRow> rows = Pictures.rows(open(ImageFolderOptions.DEFAULTS));

    assertThat(rows).hasSize(6);
    assertThat(rows.get(0))
        .isEqualTo(
            new UnreadableImage(
                5, root.resolve("a/0.png").toString(), "must be a PNG or JPEG: 10 other bytes"));
    assertThat(rows.get(1)).isInstanceOf(LabeledImage.class);
    assertThat(rows.subList(2, 4))
        .allSatisfy(
            row ->
                assertThat(row)
                    .isInstanceOfSatisfying(
                        UnreadableImage.class,
                        bad -> assertThat(bad.reason()).startsWith("must decode: ")));
    assertThat(((UnreadableImage) rows.get(4)).reason())
        .isEqualTo("must be a PNG or JPEG: 0 other bytes");
    assertThat(((UnreadableImage) rows.get(5)).reason())
        .startsWith("must decode: ")
        .containsIgnoringCase("premature end");
  }

  @Test
  void anotherSizeIsARowUnlessResized() throws IOException {
    picture("a/1.png", 0x102030);
    Path other = Pictures.write(root.resolve("a/2.png"), 12, 9, 0x102030, RGB);

    List<ImageRow> rejected = Pictures.rows(open(ImageFolderOptions.DEFAULTS));
    assertThat(rejected.get(1))
        .isEqualTo(new UnreadableImage(6, other.toString(), "must be 4x6x3: 9x12x3"));

    List<ImageRow> resized =
        Pictures.rows(open(ImageFolderOptions.DEFAULTS.with(SHAPE, SizePolicy.RESIZE)));
    assertThat(((LabeledImage) resized.get(1)).pixels())
        .isEqualTo(((LabeledImage) resized.get(0)).pixels());
  }

  @Test
  void greyAndColourBecomeTheWantedChannels() throws IOException {
    BufferedImage grey = new BufferedImage(6, 4, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(0, 0, 0, 100);
    Pictures.write(root.resolve("a/1.png"), grey, "png");
    ImageShape asGrey = new ImageShape(4, 6, 1);
    assertThat(open(ImageFolderOptions.DEFAULTS).shape()).isEqualTo(asGrey);
    picture("a/2.png", 0xff0000);
    assertThat(open(ImageFolderOptions.DEFAULTS).shape()).isEqualTo(SHAPE);

    List<ImageRow> rows =
        Pictures.rows(open(ImageFolderOptions.DEFAULTS.with(asGrey, SizePolicy.REJECT)));
    // The stored value, not the one that Java's linear grey would turn into.
    assertThat(((LabeledImage) rows.get(0)).pixels()).startsWith(100, 0);
    assertThat(((LabeledImage) rows.get(1)).pixels()).containsOnly(76);

    rows = Pictures.rows(open(ImageFolderOptions.DEFAULTS.with(SHAPE, SizePolicy.REJECT)));
    assertThat(((LabeledImage) rows.get(0)).pixels()).startsWith(100, 100, 100, 0);
  }

  @Test
  void sixteenBitGreyAndPalettes() throws IOException {
    BufferedImage deep = new BufferedImage(6, 4, BufferedImage.TYPE_USHORT_GRAY);
    deep.getRaster().setSample(0, 0, 0, 0x4321);
    Pictures.write(root.resolve("a/1.png"), deep, "png");
    Pictures.write(root.resolve("a/2.png"), 6, 4, 0xff3300, BufferedImage.TYPE_BYTE_INDEXED);
    List<ImageRow> rows =
        Pictures.rows(open(ImageFolderOptions.DEFAULTS.with(SHAPE, SizePolicy.REJECT)));
    assertThat(((LabeledImage) rows.get(0)).pixels()).startsWith(0x43, 0x43, 0x43, 0);
    assertThat(((LabeledImage) rows.get(1)).pixels())
        .startsWith((byte) 0xff, (byte) 0x33, (byte) 0x00);
  }

  @Test
  void aHeaderThatClaimsTooMuchIsARow() throws IOException {
    picture("a/1.png", 1);
    Path huge = picture("a/2.png", 1);
    byte[] bytes = Files.readAllBytes(huge);
    // The IHDR chunk now says 0x00100006 = 1,048,582 by 64, with the checksum put right.
    bytes[17] = 0x10;
    bytes[23] = 64;
    CRC32 checksum = new CRC32();
    checksum.update(bytes, 12, 17);
    ByteBuffer.wrap(bytes).putInt(29, (int) checksum.getValue());
    Files.write(huge, bytes);
    assertThat(Pictures.rows(open(ImageFolderOptions.DEFAULTS)).get(1))
        .isEqualTo(
            new UnreadableImage(6, huge.toString(), "must have at most 33554432 pixels: 67109248"));
  }

  @Test
  void emptyFolders() throws IOException {
    assertThatThrownBy(() -> open(ImageFolderOptions.DEFAULTS))
        .isInstanceOf(ImageFormatException.class)
        .hasMessage("image folder must hold a folder per class: " + root);
    picture("a/1.png", 1);
    Files.createDirectory(root.resolve("b"));
    assertThatThrownBy(() -> open(ImageFolderOptions.DEFAULTS))
        .isInstanceOf(ImageFormatException.class)
        .hasMessage("class folder must hold a PNG or JPEG picture: " + root.resolve("b"));
  }

  @Test
  void nothingThatDecodes() throws IOException {
    Files.createDirectory(root.resolve("a"));
    Files.writeString(root.resolve("a/0.png"), "no picture");
    assertThatThrownBy(() -> open(ImageFolderOptions.DEFAULTS))
        .isInstanceOf(ImageFormatException.class)
        .hasMessage("image folder must hold a picture that decodes: " + root);
  }

  @Test
  void absentFolder() {
    assertThatThrownBy(
            () ->
                ImageFolderReader.open(
                    FILES, root.resolve("no").toString(), ImageFolderOptions.DEFAULTS, 0))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage("folder must exist: " + root.resolve("no"));
  }

  @Test
  void classesOfAnotherSplit() throws IOException {
    picture("a/1.png", 1);
    picture("c/1.png", 1);
    assertThat(open(ImageFolderOptions.DEFAULTS.with(List.of("c", "a"))).classNames())
        .containsExactly("c", "a");
    assertThatThrownBy(() -> open(ImageFolderOptions.DEFAULTS.with(List.of("a", "b"))))
        .isInstanceOf(ImageFormatException.class)
        .hasMessage("class folders must be [a, b]: [a, c] in " + root);
  }

  @Test
  void badPartSize() {
    assertThatThrownBy(
            () -> new ImageFolderOptions(Optional.empty(), SizePolicy.REJECT, List.of(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pictures per part must be at least 1: 0");
  }

  private ImageFolderReader open(ImageFolderOptions options) throws IOException {
    return ImageFolderReader.open(FILES, root.toString(), options, 5);
  }

  private Path picture(String name, int rgb) throws IOException {
    return Pictures.write(root.resolve(name), 6, 4, rgb, RGB);
  }

  private Path noisy(String name) throws IOException {
    BufferedImage image = new BufferedImage(32, 32, RGB);
    for (int i = 0; i < 1024; i++) {
      image.setRGB(i % 32, i / 32, i * 0x9e3779);
    }
    return Pictures.write(root.resolve(name), image, "jpg");
  }
}
