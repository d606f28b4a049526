package io.retrievaldefense.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5File;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;

class SvhnMatReaderTest {

  private static final LocalFiles FILES = new LocalFiles();

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("train_32x32.mat");
  }

  @Test
  void whatWasWrittenIsRead() throws IOException {
    List<LabeledImage> images = images(23);
    SvhnMatWriter.write(file, images.size(), images.iterator());

    SvhnMatReader source = SvhnMatReader.open(FILES, file.toString(), 100);

    assertThat(source.count()).isEqualTo(23);
    assertThat(source.shape()).isEqualTo(ImageShape.RGB_32);
    assertThat(source.classNames()).hasSize(10).startsWith("0", "1");
    assertThat(Pictures.rows(source)).isEqualTo(images);
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void columnMajorDoubleLabelsAndTheDigitZero() throws IOException {
    Matrix x = uint8(32, 32, 3, 2);
    x.setInt(new int[] {5, 7, 2, 1}, 200);
    write("X", x, "y", column(10, 3));

    List<ImageRow> rows = Pictures.rows(SvhnMatReader.open(FILES, file.toString(), 0));

    assertThat(rows).extracting(row -> ((LabeledImage) row).label()).containsExactly(0, 3);
    byte[] second = ((LabeledImage) rows.get(1)).pixels();
    assertThat(second[(5 * 32 + 7) * 3 + 2] & 0xff).isEqualTo(200);
    assertThat(IntStream.range(0, second.length).filter(i -> second[i] != 0).count()).isOne();
  }

  @Test
  void oneImageWithoutItsLastDimension() throws IOException {
    write("X", uint8(32, 32, 3), "y", column(4));
    assertThat(Pictures.rows(SvhnMatReader.open(FILES, file.toString(), 0))).hasSize(1);
  }

  @Test
  void labelsBeforeImagesAndOtherArraysBetween() throws IOException {
    Mat5File mat = Mat5.newMatFile();
    mat.addArray("y", column(1, 2));
    mat.addArray("note", Mat5.newString("made by hand"));
    mat.addArray("X", uint8(32, 32, 3, 2));
    Mat5.writeToFile(mat, file.toFile());
    assertThat(Pictures.rows(SvhnMatReader.open(FILES, file.toString(), 0))).hasSize(2);
  }

  @Test
  void bigArraysAreReadThroughAMappedFile() throws IOException {
    List<LabeledImage> images = images(3);
    SvhnMatWriter.write(file, images.size(), images.iterator());
    SvhnMatFile mat = new SvhnMatFile(FILES, file.toString(), new SpillingBuffers(1));
    assertThat(mat.load().pixels(2)).isEqualTo(images.get(2).pixels());
  }

  @Test
  void absentFile() {
    assertThatThrownBy(() -> SvhnMatReader.open(FILES, file.toString(), 0))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage("file must exist: " + file);
  }

  @Test
  void truncatedAnywhere() throws IOException {
    List<LabeledImage> images = images(5);
    SvhnMatWriter.write(file, images.size(), images.iterator());
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += length < 200 ? 1 : 97) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> SvhnMatReader.open(FILES, file.toString(), 0))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(ImageFormatException.class);
    }
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 1000));
    assertThatThrownBy(() -> SvhnMatReader.open(FILES, file.toString(), 0))
        .hasMessageStartingWith("SVHN file must be a whole MATLAB 5 file: " + file + " (");
  }

  @Test
  void notAMatFile() throws IOException {
    Files.writeString(file, "not a mat file, and long enough to have a header ".repeat(9));
    assertThatThrownBy(() -> SvhnMatReader.open(FILES, file.toString(), 0))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining("must be a whole MATLAB 5 file: " + file);
  }

  @Test
  void withoutLabels() throws IOException {
    write("X", uint8(32, 32, 3, 2), "z", column(1, 2));
    fails("SVHN file must hold a numeric array y: " + file);
  }

  @Test
  void withoutImages() throws IOException {
    write("x", uint8(32, 32, 3, 2), "y", column(1, 2));
    fails("SVHN file must hold an array X: " + file);
  }

  @Test
  void oddShapes() throws IOException {
    write("X", uint8(32, 32, 1, 2), "y", column(1, 2));
    fails("array X must be uint8 [32, 32, 3, n]: [32, 32, 1, 2] in " + file);
    write("X", uint8(28, 32, 3, 2), "y", column(1, 2));
    fails("array X must be uint8 [32, 32, 3, n]: [28, 32, 3, 2] in " + file);
    write("X", uint8(32, 32), "y", column(1, 2));
    fails("array X must be uint8 [32, 32, 3, n]: [32, 32] in " + file);
    write("X", Mat5.newMatrix(new int[] {32, 32, 3, 2}), "y", column(1, 2));
    fails("array X must be uint8 [32, 32, 3, n]: another type in " + file);
  }

  @Test
  void countsThatDiffer() throws IOException {
    write("X", uint8(32, 32, 3, 2), "y", column(1, 2, 3));
    fails("array y must hold a label per image: 3 labels, 2 images in " + file);
  }

  @Test
  void labelsOutsideTheClasses() throws IOException {
    write("X", uint8(32, 32, 3, 2), "y", column(1, 11));
    fails("SVHN label must be a whole number in 1..10: 11.0 at 1 in " + file);
    write("X", uint8(32, 32, 3, 2), "y", column(0, 1));
    fails("SVHN label must be a whole number in 1..10: 0.0 at 0 in " + file);
    write("X", uint8(32, 32, 3, 2), "y", column(1, 2.5));
    fails("SVHN label must be a whole number in 1..10: 2.5 at 1 in " + file);
    write("X", uint8(32, 32, 3, 2), "y", column(1, Double.NaN));
    fails("SVHN label must be a whole number in 1..10: NaN at 1 in " + file);
  }

  @Test
  void aFileThatChangesAfterItWasOpened() throws IOException {
    write("X", uint8(32, 32, 3, 2), "y", column(1, 2));
    ImagePart part = SvhnMatReader.open(FILES, file.toString(), 0).parts().get(0);
    write("X", uint8(32, 32, 3, 3), "y", column(1, 2, 3));
    assertThatThrownBy(part::read)
        .isInstanceOf(ImageFormatException.class)
        .hasMessage("file must not change while it is used: 2 images, now 3 in " + file);
  }

  @Test
  void negativeFirstId() throws IOException {
    write("X", uint8(32, 32, 3, 2), "y", column(1, 2));
    assertThatThrownBy(() -> SvhnMatReader.open(FILES, file.toString(), -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("first id must be at least 0: -1");
  }

  @Test
  void theWriterRefusesWhatTheFormatCannotHold() throws IOException {
    LabeledImage wrongClass = Pictures.random(0, "a", 10, ImageShape.RGB_32);
    assertThatThrownBy(() -> SvhnMatWriter.write(file, 1, List.of(wrongClass).iterator()))
        .hasMessage("label must be in 0..9: 10 in a");
    LabeledImage wrongShape = Pictures.random(0, "b", 1, new ImageShape(28, 28, 1));
    assertThatThrownBy(() -> SvhnMatWriter.write(file, 1, List.of(wrongShape).iterator()))
        .hasMessage("image must be 32x32x3: 784 values in b");
    assertThatThrownBy(() -> SvhnMatWriter.write(file, 3, images(2).iterator()))
        .hasMessage("images must be as many as announced: 2, fewer than 3");
    assertThatThrownBy(() -> SvhnMatWriter.write(file, 1, images(2).iterator()))
        .hasMessage("images must be as many as announced: more than 1");
    assertThatThrownBy(() -> SvhnMatWriter.write(file, 0, images(0).iterator()))
        .hasMessage("number of images must be at least 1: 0");
    assertThat(folder).isEmptyDirectory();
  }

  private void fails(String message) {
    assertThatThrownBy(() -> SvhnMatReader.open(FILES, file.toString(), 0))
        .isInstanceOf(ImageFormatException.class)
        .hasMessage(message);
  }

  private List<LabeledImage> images(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Pictures.random(100 + i, file + "#" + i, i % 10, ImageShape.RGB_32))
        .toList();
  }

  private void write(String first, Matrix x, String second, Matrix y) throws IOException {
    Mat5File mat = Mat5.newMatFile();
    mat.addArray(first, x);
    mat.addArray(second, y);
    Files.deleteIfExists(file);
    Mat5.writeToFile(mat, file.toFile());
  }

  private static Matrix uint8(int... dimensions) {
    return Mat5.newMatrix(dimensions, MatlabType.UInt8);
  }

  private static Matrix column(double... values) {
    Matrix y = Mat5.newMatrix(values.length, 1);
    for (int i = 0; i < values.length; i++) {
      y.setDouble(i, values[i]);
    }
    return y;
  }
}
