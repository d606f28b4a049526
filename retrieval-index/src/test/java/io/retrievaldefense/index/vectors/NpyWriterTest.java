package io.retrievaldefense.index.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyWriterTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("a.npy");
  }

  /** What numpy.save writes before the values: 128 bytes for headers this short. */
  private static byte[] saved(String dictionary, String values) {
    byte[] prefix = HexFormat.of().parseHex("934e554d505901007600");
    byte[] numbers = HexFormat.of().parseHex(values);
    byte[] all = Arrays.copyOf(prefix, 128 + numbers.length);
    String text = dictionary + " ".repeat(117 - dictionary.length()) + "\n";
    System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, all, 10, 118);
    System.arraycopy(numbers, 0, all, 128, numbers.length);
    return all;
  }

  @Test
  void floatBytesAreThoseOfNumpy() throws IOException {
    try (NpyWriter out = NpyWriter.floats(file, 2, 2)) {
      out.write(new float[] {1.5f, -2});
      out.write(new float[] {3, 4});
    }
    assertThat(file)
        .hasBinaryContent(
            saved(
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }",
                "0000c03f000000c00000404000008040"));
  }

  @Test
  void longBytesAreThoseOfNumpy() throws IOException {
    try (NpyWriter out = NpyWriter.longs(file, 3)) {
      out.write(7);
      out.write(-1);
      out.write(1L << 40);
    }
    assertThat(file)
        .hasBinaryContent(
            saved(
                "{'descr': '<i8', 'fortran_order': False, 'shape': (3,), }",
                "0700000000000000ffffffffffffffff0000000000010000"));
  }

  @Test
  void rowsMayHaveAShape() throws IOException {
    try (NpyWriter out = NpyWriter.floats(file, 1, 3, 1, 2)) {
      out.write(new float[6]);
    }
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
        .contains("'shape': (1, 3, 1, 2), }");
    assertThat(Files.size(file)).isEqualTo(128 + 24);
  }

  @Test
  void aFileWithoutRowsIsAFile() throws IOException {
    NpyWriter.floats(file, 0, 4).close();
    assertThat(file)
        .hasBinaryContent(saved("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 4), }", ""));
  }

  @Test
  void rowsMustBeThoseAnnounced() throws IOException {
    NpyWriter few = NpyWriter.longs(file, 2);
    few.write(1);
    assertThatThrownBy(few::close)
        .isInstanceOf(IOException.class)
        .hasMessage("rows must be the 2 announced: 1 in " + file);
    try (NpyWriter many = NpyWriter.floats(file, 1, 1)) {
      many.write(new float[] {0});
      assertThatThrownBy(() -> many.write(new float[] {0}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("rows must be the 1 announced: one more");
    }
    assertThatThrownBy(() -> NpyWriter.longs(file, -1)).hasMessage("rows must not be negative: -1");
    assertThatThrownBy(() -> NpyWriter.floats(file, 1, 3, -2))
        .hasMessage("row shape must not be negative: -2");
  }

  @Test
  void valuesMustBeOfTheFilesTypeAndLength() throws IOException {
    try (NpyWriter floats = NpyWriter.floats(file, 0, 2)) {
      assertThatThrownBy(() -> floats.write(1L))
          .hasMessage("values must be of the file's type <f4: <i8");
      assertThatThrownBy(() -> floats.write(new float[3])).hasMessage("vector length must be 2: 3");
    }
    try (NpyWriter longs = NpyWriter.longs(file, 0)) {
      assertThatThrownBy(() -> longs.write(new float[2]))
          .hasMessage("values must be of the file's type <i8: <f4");
    }
  }
}
