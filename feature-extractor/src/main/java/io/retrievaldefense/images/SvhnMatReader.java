package io.retrievaldefense.images;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * SVHN format 2 (cropped digits; Netzer et al. 2011): a MATLAB 5 file with {@code X}, uint8 {@code
 * [32, 32, 3, n]} in column-major order, and {@code y}, {@code [n, 1]} of any numeric type, in
 * which 10 stands for the digit 0.
 *
 * <p>One file is one part: its arrays are compressed streams that have no way in but the front.
 *
 * @param parts the file
 */
public record SvhnMatReader(List<ImagePart> parts) implements ImageSource {

  private static final List<String> DIGITS =
      IntStream.range(0, SvhnMatFile.CLASSES).mapToObj(Integer::toString).toList();

  /**
   * Opens a file and checks all but the pixels.
   *
   * @param files how to read
   * @param path the {@code .mat} file
   * @param firstId the id of the first image, at least 0
   * @return the source
   * @throws ImageFormatException if the file is truncated, X or y is missing or of another shape,
   *     or a label is none of 1..10
   * @throws IOException if the file cannot be read
   */
  public static SvhnMatReader open(FileAccess files, String path, long firstId) throws IOException {
    int count = file(files, path).scan();
    return new SvhnMatReader(List.of(new Part(files, path, Ids.checked(firstId), count)));
  }

  @Override
  public ImageShape shape() {
    return ImageShape.RGB_32;
  }

  @Override
  public List<String> classNames() {
    return DIGITS;
  }

  private static SvhnMatFile file(FileAccess files, String path) {
    return new SvhnMatFile(files, path, new SpillingBuffers(SpillingBuffers.DEFAULT_THRESHOLD));
  }

  private record Part(FileAccess files, String name, long firstId, int count) implements ImagePart {

    @Override
    public Stream<ImageRow> read() throws IOException {
      SvhnMatFile.Contents contents = file(files, name).load();
      Ids.requireUnchanged(name, count, contents.labels().length);
      return IntStream.range(0, count)
          .mapToObj(
              i ->
                  new LabeledImage(
                      firstId + i, name + "#" + i, contents.labels()[i], contents.pixels(i)));
    }
  }
}
