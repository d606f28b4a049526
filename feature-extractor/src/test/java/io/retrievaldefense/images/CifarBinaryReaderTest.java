package io.retrievaldefense.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarBinaryReaderTest {

  private static final LocalFiles FILES = new LocalFiles();

  @TempDir Path folder;

  @Test
  void batchesInOrderOfTheirNames() throws IOException {
    write("data_batch_2.bin", 7);
    write("data_batch_1.bin", 0, 9);
    write("test_batch.bin", 3);

    CifarBinaryReader train = open(CifarSplit.TRAIN, 10);

    assertThat(train.count()).isEqualTo(3);
    assertThat(train.parts()).extracting(ImagePart::firstId).containsExactly(10L, 12L);
    assertThat(train.classNames()).hasSize(10).startsWith("airplane");
    List<ImageRow> rows = Pictures.rows(train);
    assertThat(rows).extracting(ImageRow::id).containsExactly(10L, 11L, 12L);
    assertThat(rows).extracting(row -> ((LabeledImage) row).label()).containsExactly(0, 9, 7);
    assertThat(Pictures.rows(open(CifarSplit.TEST, 0))).hasSize(1);
  }

  @Test
  void planesBecomePixels() throws IOException {
    write("test_batch.bin", 3);
    byte[] pixels = ((LabeledImage) Pictures.rows(open(CifarSplit.TEST, 0)).get(0)).pixels();
    // The file holds plane * 50 + row, so pixel (y, x) is (y, 50 + y, 100 + y).
    assertThat(pixels)
        .hasSize(3072)
        .startsWith(0, 50, 100, 0, 50, 100)
        .endsWith(31, 81, (byte) 131);
  }

  @Test
  void namesFromTheMetaFile() throws IOException {
    write("test_batch.bin", 1);
    Files.writeString(folder.resolve("batches.meta.txt"), "cat\ndog\n\n");
    assertThat(open(CifarSplit.TEST, 0).classNames()).containsExactly("cat", "dog");
    Files.writeString(folder.resolve("batches.meta.txt"), "\n");
    assertThatThrownBy(() -> open(CifarSplit.TEST, 0))
        .isInstanceOf(ImageFormatException.class)
        .hasMessage("class names must be one a line, at least one: %s/batches.meta.txt", folder);
  }

  @Test
  void truncatedOrEmptyFile() throws IOException {
    Path file = write("data_batch_1.bin", 1, 2);
    Pictures.truncate(file, 1);
    assertThatThrownBy(() -> open(CifarSplit.TRAIN, 0))
        .isInstanceOf(ImageFormatException.class)
        .hasMessage("CIFAR-10 file must be of whole records of 3073 bytes: 6145 bytes in " + file);
    Files.write(file, new byte[0]);
    assertThatThrownBy(() -> open(CifarSplit.TRAIN, 0)).hasMessageContaining(": 0 bytes in ");
  }

  @Test
  void aFileThatShrinksAfterItWasOpened() throws IOException {
    Path file = write("data_batch_1.bin", 1, 2);
    CifarBinaryReader source = open(CifarSplit.TRAIN, 0);
    Pictures.truncate(file, 5);
    assertThatThrownBy(() -> Pictures.rows(source))
        .isInstanceOf(UncheckedIOException.class)
        .cause()
        .isInstanceOf(ImageFormatException.class)
        .hasMessage("CIFAR-10 file must hold 2 records: ends in 1 of " + file);
  }

  @Test
  void labelOutsideTheClasses() throws IOException {
    Path file = write("test_batch.bin", 3, 10);
    assertThatThrownBy(() -> Pictures.rows(open(CifarSplit.TEST, 0)))
        .isInstanceOf(UncheckedIOException.class)
        .cause()
        .hasMessage("CIFAR-10 label must be below 10: 10 at 1 in " + file);
  }

  @Test
  void noFiles() {
    assertThatThrownBy(() -> open(CifarSplit.TRAIN, 0))
        .isInstanceOf(ImageFormatException.class)
        .hasMessage("CIFAR-10 folder must hold data_batch_*.bin: " + folder);
    assertThatThrownBy(() -> open(CifarSplit.TEST, 0))
        .hasMessage("CIFAR-10 folder must hold test_batch.bin: " + folder);
  }

  private CifarBinaryReader open(CifarSplit split, long firstId) throws IOException {
    return CifarBinaryReader.open(FILES, folder.toString(), split, firstId);
  }

  private Path write(String name, int... labels) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int label : labels) {
      bytes.write(label);
      for (int i = 0; i < 3072; i++) {
        bytes.write(i / 1024 * 50 + i % 1024 / 32);
      }
    }
    return Files.write(folder.resolve(name), bytes.toByteArray());
  }
}
