package io.retrievaldefense.images;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** What the tests of several readers share. */
final class Pictures {

  private Pictures() {}

  static LabeledImage random(long id, String name, int label, ImageShape shape) {
    byte[] pixels = new byte[shape.length()];
    new Random(id + 1).nextBytes(pixels);
    return new LabeledImage(id, name, label, pixels);
  }

  /** All rows of a source, each part read as a task would: after a trip through serialisation. */
  static List<ImageRow> rows(ImageSource source) throws IOException {
    List<ImageRow> rows = new ArrayList<>();
    for (ImagePart part : source.parts()) {
      try (Stream<ImageRow> stream = shipped(part).read()) {
        stream.forEach(rows::add);
      }
    }
    return rows;
  }

  static ImagePart shipped(ImagePart part) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(part);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (ImagePart) in.readObject();
    } catch (ClassNotFoundException e) {
      throw new IOException(e);
    }
  }

  static void truncate(Path file, int lost) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - lost));
  }

  /** A picture of one colour, written in the format that the name's end says. */
  static Path write(Path file, int width, int height, int rgb, int type) throws IOException {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, rgb);
      }
    }
    String name = file.getFileName().toString();
    return write(file, image, name.endsWith("png") ? "png" : "jpg");
  }

  static Path write(Path file, BufferedImage image, String format) throws IOException {
    Files.createDirectories(file.getParent());
    if (!ImageIO.write(image, format, file.toFile())) {
      throw new IOException("no writer for " + format);
    }
    return file;
  }
}
