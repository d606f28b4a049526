package io.retrievaldefense.images;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * CIFAR-10's binary version (Krizhevsky 2009): files of records of one label byte and 3,072 pixel
 * bytes, in planes of red, green and blue. A file is a part.
 *
 * @param classNames from {@code batches.meta.txt} if it is there, else CIFAR-10's own
 * @param parts the files, by name
 */
public record CifarBinaryReader(List<String> classNames, List<ImagePart> parts)
    implements ImageSource {

  private static final List<String> CIFAR_10 =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");
  private static final int RECORD = 1 + ImageShape.RGB_32.length();

  /**
   * Finds the files of a split.
   *
   * @param files how to read
   * @param folder the folder {@code cifar-10-batches-bin}
   * @param split which files
   * @param firstId the id of the first image, at least 0
   * @return the source
   * @throws ImageFormatException if the folder holds no such file, or one is not of whole records
   * @throws IOException if they cannot be read
   */
  public static CifarBinaryReader open(
      FileAccess files, String folder, CifarSplit split, long firstId) throws IOException {
    long nextId = Ids.checked(firstId);
    List<String> classNames = classNames(files, folder);
    List<ImagePart> parts = new ArrayList<>();
    for (FileAccess.Entry entry : files.list(folder)) {
      if (split.holds(entry.name())) {
        int count = records(files.length(entry.path()), entry.path());
        parts.add(new Part(files, entry.path(), nextId, count, classNames.size()));
        nextId += count;
      }
    }
    if (parts.isEmpty()) {
      throw new ImageFormatException(
          "CIFAR-10 folder must hold %s: %s"
              .formatted(split == CifarSplit.TEST ? "test_batch.bin" : "data_batch_*.bin", folder));
    }
    return new CifarBinaryReader(classNames, List.copyOf(parts));
  }

  @Override
  public ImageShape shape() {
    return ImageShape.RGB_32;
  }

  private static int records(long length, String path) throws ImageFormatException {
    if (length == 0 || length % RECORD != 0 || length / RECORD > Integer.MAX_VALUE) {
      throw new ImageFormatException(
          "CIFAR-10 file must be of whole records of %d bytes: %d bytes in %s"
              .formatted(RECORD, length, path));
    }
    return (int) (length / RECORD);
  }

  private static List<String> classNames(FileAccess files, String folder) throws IOException {
    String meta = FileAccess.child(folder, "batches.meta.txt");
    if (!files.exists(meta)) {
      return CIFAR_10;
    }
    try (InputStream in = files.open(meta)) {
      List<String> names =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .toList();
      if (names.isEmpty()) {
        throw new ImageFormatException("class names must be one a line, at least one: " + meta);
      }
      return names;
    }
  }

  private record Part(FileAccess files, String name, long firstId, int count, int classes)
      implements ImagePart {

    @Override
    public Stream<ImageRow> read() throws IOException {
      InputStream in = new BufferedInputStream(files.open(name), 1 << 16);
      return RowStream.of(count, i -> image(in, i), in);
    }

    private ImageRow image(InputStream in, int i) throws IOException {
      byte[] row = in.readNBytes(RECORD);
      if (row.length < RECORD) {
        throw new ImageFormatException(
            "CIFAR-10 file must hold %d records: ends in %d of %s".formatted(count, i, name));
      }
      int label = row[0] & 0xff;
      if (label >= classes) {
        throw new ImageFormatException(
            "CIFAR-10 label must be below %d: %d at %d in %s".formatted(classes, label, i, name));
      }
      return new LabeledImage(firstId + i, name + "#" + i, label, interleaved(row));
    }

    private static byte[] interleaved(byte[] row) {
      int channels = ImageShape.RGB_32.channels();
      byte[] pixels = new byte[ImageShape.RGB_32.length()];
      int plane = pixels.length / channels;
      for (int p = 0; p < plane; p++) {
        for (int c = 0; c < channels; c++) {
          pixels[p * channels + c] = row[1 + c * plane + p];
        }
      }
      return pixels;
    }
  }
}
