package io.retrievaldefense.index.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelFilesTest {
  @TempDir private Path folder;

  private Path numpy(String type, String shape, int... data) throws IOException {
    String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(0x93);
    bytes.writeBytes("NUMPY".getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(new byte[] {1, 0, (byte) header.length(), 0});
    bytes.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
    for (int value : data) {
      bytes.write(value);
    }
    return Files.write(folder.resolve("labels.npy"), bytes.toByteArray());
  }

  @Test
  void readsWhatNumpyWrites() throws IOException {
    assertThat(LabelFiles.read(numpy("|u1", "(2,)", 3, 200))).containsExactly(3, 200);
    assertThat(LabelFiles.read(numpy("<i2", "(1,)", 1, 1))).containsExactly(257);
    assertThat(LabelFiles.read(numpy("<i4", "(1,)", 2, 0, 1, 0))).containsExactly(65538);
    assertThat(LabelFiles.read(numpy("<i8", "(1,)", 9, 0, 0, 0, 0, 0, 0, 0))).containsExactly(9);
  }

  @Test
  void refusesWhatIsNoLabel() throws IOException {
    Path negative = numpy("|i1", "(1,)", 255);
    assertThatThrownBy(() -> LabelFiles.read(negative))
        .isInstanceOf(VectorFormatException.class)
        .hasMessageEndingWith("expected labels of at least 0, found -1");
    Path floats = numpy("<f4", "(1,)", 0, 0, 0, 0);
    assertThatThrownBy(() -> LabelFiles.read(floats))
        .isInstanceOf(VectorFormatException.class)
        .hasMessageContaining("expected .npy version 1 of whole numbers, shape (rows,), found {");
    // A count that the file does not hold is refused before anything is allocated for it.
    Path hostile = numpy("<i8", "(2147483648,)", 1);
    assertThatThrownBy(() -> LabelFiles.read(hostile))
        .isInstanceOf(VectorFormatException.class)
        .hasMessageEndingWith("expected 17179869184 bytes of labels, found 1 bytes");
    Path empty = Files.write(folder.resolve("empty.npy"), new byte[0]);
    assertThatThrownBy(() -> LabelFiles.read(empty)).isInstanceOf(VectorFormatException.class);
  }

  @Test
  void readsTextLineByLine() throws IOException {
    Path text = Files.writeString(folder.resolve("labels.txt"), "1\n 22 \n0");
    assertThat(LabelFiles.read(text)).containsExactly(1, 22, 0);
    Path word = Files.writeString(folder.resolve("labels.txt"), "1\ncat\n");
    assertThatThrownBy(() -> LabelFiles.read(word))
        .isInstanceOf(VectorFormatException.class)
        .hasMessage(word + ": expected a label of at least 0 on each line, found cat");
    Path bytes = Files.write(folder.resolve("labels.bin"), new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(() -> LabelFiles.read(bytes)).isInstanceOf(VectorFormatException.class);
  }
}
