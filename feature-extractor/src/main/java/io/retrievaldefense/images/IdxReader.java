package io.retrievaldefense.images;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The IDX format of MNIST and its like (LeCun, Cortes, Burges): a file of grey images {@code [n, H,
 * W]} and one of labels {@code [n]}, both of unsigned bytes, plain or gzipped.
 *
 * @param shape height and width of the file, 1 channel
 * @param classNames {@code "0"} and so on
 * @param parts the pair of files, as one
 */
public record IdxReader(ImageShape shape, List<String> classNames, List<ImagePart> parts)
    implements ImageSource {

  /**
   * Opens a pair of files and checks headers and labels.
   *
   * @param files how to read
   * @param images the file of images
   * @param labels the file of labels
   * @param classes the number of classes, at least 1; labels must be below it
   * @param firstId the id of the first image, at least 0
   * @return the source
   * @throws ImageFormatException if a header is not IDX's, the counts differ, or a label is outside
   *     the classes
   * @throws IOException if the files cannot be read
   */
  public static IdxReader open(
      FileAccess files, String images, String labels, int classes, long firstId)
      throws IOException {
    if (classes < 1) {
      throw new IllegalArgumentException("number of classes must be at least 1: " + classes);
    }
    try (IdxFile file = IdxFile.open(files, images, 3)) {
      int count = file.dimension(0);
      ImageShape shape = new ImageShape(file.dimension(1), file.dimension(2), 1);
      readLabels(files, labels, classes, count);
      Part part = new Part(files, images, labels, classes, shape, Ids.checked(firstId), count);
      return new IdxReader(
          shape, IntStream.range(0, classes).mapToObj(Integer::toString).toList(), List.of(part));
    }
  }

  private static byte[] readLabels(FileAccess files, String path, int classes, int images)
      throws IOException {
    try (IdxFile file = IdxFile.open(files, path, 1)) {
      int count = file.dimension(0);
      if (count != images) {
        throw new ImageFormatException(
            "IDX labels must be one per image: %d labels in %s, %d images"
                .formatted(count, path, images));
      }
      byte[] labels = file.next(count, "label");
      file.requireEnd();
      for (int i = 0; i < count; i++) {
        if ((labels[i] & 0xff) >= classes) {
          throw new ImageFormatException(
              "IDX label must be below %d: %d at %d in %s"
                  .formatted(classes, labels[i] & 0xff, i, path));
        }
      }
      return labels;
    }
  }

  private record Part(
      FileAccess files,
      String name,
      String labelFile,
      int classes,
      ImageShape shape,
      long firstId,
      int count)
      implements ImagePart {

    @Override
    public Stream<ImageRow> read() throws IOException {
      byte[] labels = readLabels(files, labelFile, classes, count);
      IdxFile file = IdxFile.open(files, name, 3);
      Ids.requireUnchanged(name, count, file.dimension(0));
      return RowStream.of(count, i -> image(file, labels, i), file);
    }

    private ImageRow image(IdxFile file, byte[] labels, int i) throws IOException {
      byte[] pixels = file.next(shape.length(), "image " + i);
      if (i == count - 1) {
        file.requireEnd();
      }
      return new LabeledImage(firstId + i, name + "#" + i, labels[i] & 0xff, pixels);
    }
  }
}
