package io.retrievaldefense.index.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorFilesTest {
  private static final float[][] VECTORS = {{1, 2.5f, -3}, {0, 255, 7}};
  private static final float[][] BYTES = {{1, 2, 3}, {0, 255, 128}};

  @TempDir Path folder;

  private Path file(String name) {
    return folder.resolve(name);
  }

  @Test
  void floatsComeBack() throws IOException {
    VectorFiles.writeFvecs(file("a.fvecs"), VECTORS);
    VectorFiles.writeNpy(file("a.npy"), VECTORS);
    assertThat(VectorReader.readAll(file("a.fvecs"))).isDeepEqualTo(VECTORS);
    assertThat(VectorReader.readAll(file("a.npy"))).isDeepEqualTo(VECTORS);
    try (VectorReader reader = VectorReader.open(file("a.npy"))) {
      assertThat(reader.dimension()).isEqualTo(3);
      assertThat(reader.size()).isEqualTo(2);
    }
  }

  @Test
  void bytesAreUnsigned() throws IOException {
    VectorFiles.writeBvecs(file("a.bvecs"), BYTES);
    assertThat(Files.size(file("a.bvecs"))).isEqualTo(14);
    assertThat(VectorReader.readAll(file("a.bvecs"))).isDeepEqualTo(BYTES);
    assertThatThrownBy(() -> VectorFiles.writeBvecs(file("b.bvecs"), VECTORS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(".bvecs value must be a whole number between 0 and 255: 2.5");
  }

  @Test
  void skippedVectorsArePassedOver() throws IOException {
    float[][] vectors = {{1, 2}, {3, 4}, {5, 6}, {7, 8}};
    VectorFiles.writeFvecs(file("s.fvecs"), vectors);
    VectorFiles.writeBvecs(file("s.bvecs"), vectors);
    VectorFiles.writeNpy(file("s.npy"), vectors);
    for (String name : List.of("s.fvecs", "s.bvecs", "s.npy")) {
      try (VectorReader reader = VectorReader.open(file(name))) {
        requireSkips(reader, vectors);
      }
    }
    requireSkips(new ArrayVectors(vectors), vectors);
  }

  private static void requireSkips(VectorReader reader, float[][] vectors) throws IOException {
    float[] vector = new float[2];
    reader.skip(1);
    reader.next(vector);
    assertThat(vector).isEqualTo(vectors[1]);
    reader.skip(1);
    assertThatThrownBy(() -> reader.skip(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("skipped vectors must be between 0 and 1: 2");
    reader.next(vector);
    assertThat(vector).isEqualTo(vectors[3]);
    assertThat(reader.next(vector)).isFalse();
  }

  @Test
  void fvecsBytesAreKnown() throws IOException {
    VectorFiles.writeFvecs(file("a.fvecs"), new float[][] {{1, -2}});
    assertThat(HexFormat.of().formatHex(Files.readAllBytes(file("a.fvecs"))))
        .isEqualTo("02000000" + "0000803f" + "000000c0");
  }

  @Test
  void readsWhatNumpyWrites() throws IOException {
    // numpy.save("a.npy", numpy.array([[1.5, -2.0]])), version 1, float64.
    String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2), }";
    String padded = header + " ".repeat(117 - header.length()) + "\n";
    byte[] prefix = HexFormat.of().parseHex("934e554d505901007600");
    byte[] values = HexFormat.of().parseHex("000000000000f83f00000000000000c0");
    byte[] all = Arrays.copyOf(prefix, prefix.length + padded.length() + values.length);
    System.arraycopy(padded.getBytes(), 0, all, prefix.length, padded.length());
    System.arraycopy(values, 0, all, prefix.length + padded.length(), values.length);
    Files.write(file("a.npy"), all);
    assertThat(VectorReader.readAll(file("a.npy"))).isDeepEqualTo(new float[][] {{1.5f, -2}});
  }

  @Test
  void idsComeBackInRowsOfAnyLength() throws IOException {
    int[][] ids = {{3, 1, 2}, {}, {9}};
    VectorFiles.writeIvecs(file("a.ivecs"), ids);
    assertThat(VectorFiles.readIvecs(file("a.ivecs"))).isDeepEqualTo(ids);
  }

  private void write(String name, String hex) throws IOException {
    Files.write(file(name), HexFormat.of().parseHex(hex));
  }

  @Test
  void damageIsNamed() throws IOException {
    write("a.fvecs", "0200");
    assertThatThrownBy(() -> VectorReader.open(file("a.fvecs")))
        .isInstanceOf(VectorFormatException.class)
        .hasMessage(file("a.fvecs") + ": expected at least one vector, found 2 bytes");
    write("b.fvecs", "ffffff7f00");
    assertThatThrownBy(() -> VectorReader.open(file("b.fvecs")))
        .hasMessageEndingWith("expected a dimension between 1 and 1048576, found 2147483647");
    write("c.fvecs", "010000000000");
    assertThatThrownBy(() -> VectorReader.open(file("c.fvecs")))
        .hasMessageEndingWith("expected a multiple of 8 bytes, found 6 bytes");
    write("d.fvecs", "01000000" + "00000000" + "02000000" + "00000000");
    assertThatThrownBy(() -> VectorReader.readAll(file("d.fvecs")))
        .hasMessageEndingWith("expected dimension 1 at vector 1, found 2");
    write("a.ivecs", "ffffff7f00000000");
    assertThatThrownBy(() -> VectorFiles.readIvecs(file("a.ivecs")))
        .hasMessageEndingWith("expected whole rows, found row 0 of length 2147483647 cut short");
    write("a.npy", "00112233445566778899aabb");
    assertThatThrownBy(() -> VectorReader.open(file("a.npy")))
        .hasMessageEndingWith("expected the magic of .npy, found 10 other bytes");
    VectorFiles.writeNpy(file("b.npy"), VECTORS);
    byte[] whole = Files.readAllBytes(file("b.npy"));
    Files.write(file("b.npy"), Arrays.copyOf(whole, whole.length - 1));
    assertThatThrownBy(() -> VectorReader.open(file("b.npy")))
        .hasMessageEndingWith("expected 152 bytes, found 151 bytes");
    Files.writeString(
        file("b.npy"), new String(whole, "ISO-8859-1").replace("False", "True ").substring(1));
    assertThatThrownBy(() -> VectorReader.open(file("b.npy")))
        .isInstanceOf(VectorFormatException.class);
    assertThatThrownBy(() -> VectorReader.open(file("a.csv")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("vector file must end in .fvecs, .bvecs or .npy: " + file("a.csv"));
  }

  @Test
  void vectorsMustBeOfOneLength() {
    float[][] ragged = {{1}, {1, 2}};
    assertThatThrownBy(() -> VectorFiles.writeFvecs(file("a.fvecs"), ragged))
        .hasMessage("vector length must be 1: 2");
    assertThatThrownBy(() -> VectorFiles.writeNpy(file("a.npy"), ragged))
        .hasMessage("vector length must be 1: 2");
  }
}
