package io.retrievaldefense.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxReaderTest {

  private static final LocalFiles FILES = new LocalFiles();

  @TempDir Path folder;
  private Path images;
  private Path labels;

  @BeforeEach
  void write() throws IOException {
    images = Files.write(folder.resolve("images"), idx(784 * 3, 0x803, 3, 28, 28));
    labels = Files.write(folder.resolve("labels"), idx(3, 0x801, 3));
  }

  @Test
  void plain() throws IOException {
    IdxReader source = open();
    assertThat(source.shape()).isEqualTo(new ImageShape(28, 28, 1));
    assertThat(source.classNames()).hasSize(10);
    List<ImageRow> rows = Pictures.rows(source);
    assertThat(rows).extracting(ImageRow::id).containsExactly(7L, 8L, 9L);
    assertThat(rows).extracting(row -> ((LabeledImage) row).label()).containsExactly(0, 1, 2);
    assertThat(((LabeledImage) rows.get(1)).pixels())
        .isEqualTo(Arrays.copyOfRange(idx(784 * 3, 0x803, 3, 28, 28), 16 + 784, 16 + 2 * 784));
  }

  @Test
  void gzipHoldsTheSame() throws IOException {
    List<ImageRow> plain = Pictures.rows(open());
    zip(images);
    zip(labels);
    assertThat(Pictures.rows(open())).isEqualTo(plain);
  }

  @Test
  void anotherMagicNumber() throws IOException {
    Files.write(images, idx(784 * 3, 0x801, 3, 28, 28));
    fails("IDX file must begin with the magic number 0x00000803: 0x00000801 in " + images);
    write();
    Files.write(labels, idx(3, 0xd01, 3));
    fails("IDX file must begin with the magic number 0x00000801: 0x00000d01 in " + labels);
  }

  @Test
  void headerThatEndsOrHoldsNothing() throws IOException {
    Files.write(images, Arrays.copyOf(Files.readAllBytes(images), 11));
    fails("IDX file must hold a whole header: " + images);
    Files.write(images, idx(0, 0x803, 0, 28, 28));
    fails("IDX dimension must be at least 1: 0 in " + images);
  }

  @Test
  void truncatedImages() throws IOException {
    Pictures.truncate(images, 1);
    failsLate("IDX file must hold 3 items: ends or is damaged in image 2 of " + images);
  }

  @Test
  void truncatedGzip() throws IOException {
    zip(images);
    Pictures.truncate(images, 60);
    assertThatThrownBy(() -> Pictures.rows(open()))
        .cause()
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining("must hold 3 items: ends or is damaged in image ");
  }

  @Test
  void truncatedLabels() throws IOException {
    Pictures.truncate(labels, 1);
    fails("IDX file must hold 3 items: ends or is damaged in label of " + labels);
  }

  @Test
  void moreThanTheHeaderSays() throws IOException {
    Files.write(images, idx(784 * 3 + 1, 0x803, 3, 28, 28));
    failsLate("IDX file must end after 3 items: more bytes in " + images);
    Files.write(labels, idx(4, 0x801, 3));
    fails("IDX file must end after 3 items: more bytes in " + labels);
  }

  @Test
  void countsThatDiffer() throws IOException {
    Files.write(labels, idx(4, 0x801, 4));
    fails("IDX labels must be one per image: 4 labels in " + labels + ", 3 images");
  }

  @Test
  void labelOutsideTheClasses() throws IOException {
    assertThatThrownBy(() -> IdxReader.open(FILES, images.toString(), labels.toString(), 2, 0))
        .isInstanceOf(ImageFormatException.class)
        .hasMessage("IDX label must be below 2: 2 at 2 in " + labels);
    assertThatThrownBy(() -> IdxReader.open(FILES, images.toString(), labels.toString(), 0, 0))
        .hasMessage("number of classes must be at least 1: 0");
  }

  @Test
  void aFileThatChangesAfterItWasOpened() throws IOException {
    ImagePart part = open().parts().get(0);
    Files.write(images, idx(784 * 2, 0x803, 2, 28, 28));
    assertThatThrownBy(part::read)
        .hasMessage("file must not change while it is used: 3 images, now 2 in " + images);
  }

  private IdxReader open() throws IOException {
    return IdxReader.open(FILES, images.toString(), labels.toString(), 10, 7);
  }

  private void fails(String message) {
    assertThatThrownBy(this::open).isInstanceOf(ImageFormatException.class).hasMessage(message);
  }

  private void failsLate(String message) {
    assertThatThrownBy(() -> Pictures.rows(open()))
        .isInstanceOf(UncheckedIOException.class)
        .cause()
        .isInstanceOf(ImageFormatException.class)
        .hasMessage(message);
  }

  private static byte[] idx(int values, int... header) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (int value : header) {
      out.writeInt(value);
    }
    for (int i = 0; i < values; i++) {
      out.write(i % 251);
    }
    return bytes.toByteArray();
  }

  private static void zip(Path file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(Files.readAllBytes(file));
    }
    Files.write(file, bytes.toByteArray());
  }
}
