package io.retrievaldefense.images;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A folder with a folder per class, which holds PNG and JPEG pictures; files of other kinds are
 * passed over. Classes and pictures are in the order of their names, and so are labels and ids. A
 * slice of the list of pictures is a part.
 *
 * <p>A picture that does not decode, or has another size and may not be resized, is an {@link
 * UnreadableImage}. Grey and colour are converted to the shape's channels.
 *
 * @param shape the shape of every image
 * @param classNames the names of the class folders
 * @param parts slices of the list of pictures
 */
public record ImageFolderReader(ImageShape shape, List<String> classNames, List<ImagePart> parts)
    implements ImageSource {

  /** How many pictures tell whether a folder's are grey. */
  private static final int SAMPLED = 50;

  private record Picture(String path, int label) implements Serializable {}

  /**
   * Lists the pictures, and decodes some only to learn the shape, if it is not given.
   *
   * @param files how to read
   * @param folder the folder of class folders (of one split)
   * @param options shape, resizing, classes, size of parts
   * @param firstId the id of the first picture, at least 0
   * @return the source
   * @throws ImageFormatException if there is no class folder, one is missing or unexpected, one
   *     holds no picture, or no picture at all decodes when the shape is not given
   * @throws IOException if the folder cannot be listed
   */
  public static ImageFolderReader open(
      FileAccess files, String folder, ImageFolderOptions options, long firstId)
      throws IOException {
    List<String> classNames = classNames(files, folder, options);
    List<Picture> pictures = new ArrayList<>();
    for (int label = 0; label < classNames.size(); label++) {
      addPictures(files, FileAccess.child(folder, classNames.get(label)), label, pictures);
    }
    ImageShape shape =
        options.shape().isPresent() ? options.shape().get() : firstShape(files, folder, pictures);
    List<ImagePart> parts = new ArrayList<>();
    long nextId = Ids.checked(firstId);
    for (int from = 0; from < pictures.size(); from += options.picturesPerPart()) {
      int to = Math.min(pictures.size(), from + options.picturesPerPart());
      List<Picture> slice = List.copyOf(pictures.subList(from, to));
      parts.add(new Part(files, slice, shape, options.sizePolicy(), nextId));
      nextId += slice.size();
    }
    return new ImageFolderReader(shape, classNames, List.copyOf(parts));
  }

  private static List<String> classNames(
      FileAccess files, String folder, ImageFolderOptions options) throws IOException {
    List<String> found =
        files.list(folder).stream()
            .filter(FileAccess.Entry::folder)
            .map(FileAccess.Entry::name)
            .toList();
    if (found.isEmpty()) {
      throw new ImageFormatException("image folder must hold a folder per class: " + folder);
    }
    List<String> wanted = options.classNames();
    if (!wanted.isEmpty() && !wanted.stream().sorted().toList().equals(found)) {
      throw new ImageFormatException(
          "class folders must be %s: %s in %s".formatted(wanted, found, folder));
    }
    return wanted.isEmpty() ? found : wanted;
  }

  private static void addPictures(
      FileAccess files, String classFolder, int label, List<Picture> pictures) throws IOException {
    int before = pictures.size();
    for (FileAccess.Entry entry : files.list(classFolder)) {
      String name = entry.name().toLowerCase(Locale.ROOT);
      boolean picture = name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg");
      if (picture && !entry.folder()) {
        pictures.add(new Picture(entry.path(), label));
      }
    }
    if (pictures.size() == before) {
      throw new ImageFormatException(
          "class folder must hold a PNG or JPEG picture: " + classFolder);
    }
  }

  private static ImageShape firstShape(FileAccess files, String folder, List<Picture> pictures)
      throws IOException {
    for (Picture picture : pictures) {
      try {
        BufferedImage image = PictureDecoder.decode(bytes(files, picture.path()));
        int channels = PictureDecoder.isGrey(image) && areGrey(files, pictures) ? 1 : 3;
        return new ImageShape(image.getHeight(), image.getWidth(), channels);
      } catch (PictureDecoder.UnreadableException e) {
        // It will be reported as a row; the shape is that of the first one that decodes.
        continue;
      }
    }
    throw new ImageFormatException("image folder must hold a picture that decodes: " + folder);
  }

  /** Of some all over the folder: one that is grey says nothing of the others. */
  private static boolean areGrey(FileAccess files, List<Picture> pictures) throws IOException {
    int sampled = Math.min(SAMPLED, pictures.size());
    for (int i = 0; i < sampled; i++) {
      Picture picture = pictures.get((int) ((long) i * pictures.size() / sampled));
      try {
        if (!PictureDecoder.isGrey(PictureDecoder.decode(bytes(files, picture.path())))) {
          return false;
        }
      } catch (PictureDecoder.UnreadableException e) {
        continue;
      }
    }
    return true;
  }

  private static byte[] bytes(FileAccess files, String path) throws IOException {
    try (InputStream in = files.open(path)) {
      return in.readAllBytes();
    }
  }

  /**
   * One picture, as the reader of a folder reads it.
   *
   * @param files how to read
   * @param path of the picture
   * @param label of its class
   * @param id it is to carry
   * @param shape the image must have
   * @param sizePolicy what becomes of one that has another
   * @return the image, or why it is none
   * @throws IOException if its bytes cannot be fetched
   */
  public static ImageRow picture(
      FileAccess files, String path, int label, long id, ImageShape shape, SizePolicy sizePolicy)
      throws IOException {
    // Failing to fetch the bytes is the file system's fault and worth a retry: not caught here.
    byte[] file = bytes(files, path);
    try {
      BufferedImage image = PictureDecoder.decode(file);
      byte[] pixels = PictureDecoder.pixels(image, shape.channels());
      ImageShape found = new ImageShape(image.getHeight(), image.getWidth(), shape.channels());
      if (!found.equals(shape)) {
        if (sizePolicy == SizePolicy.REJECT) {
          throw new PictureDecoder.UnreadableException("must be " + shape + ": " + found);
        }
        pixels = Resizer.resize(pixels, found, shape);
      }
      return new LabeledImage(id, path, label, pixels);
    } catch (PictureDecoder.UnreadableException e) {
      return new UnreadableImage(id, path, e.getMessage());
    }
  }

  private record Part(
      FileAccess files,
      List<Picture> pictures,
      ImageShape shape,
      SizePolicy sizePolicy,
      long firstId)
      implements ImagePart {

    @Override
    public String name() {
      return pictures.get(0).path() + " and on";
    }

    @Override
    public int count() {
      return pictures.size();
    }

    @Override
    public Stream<ImageRow> read() {
      return RowStream.of(count(), i -> row(firstId + i, pictures.get(i)));
    }

    private ImageRow row(long id, Picture picture) throws IOException {
      return picture(files, picture.path(), picture.label(), id, shape, sizePolicy);
    }
  }
}
