package io.retrievaldefense.index.vectors;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads labels: a {@code .npy} of one dimension and a type of whole numbers, or text with a number
 * on each line.
 */
public final class LabelFiles {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int HEADER_START = 10;
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '[<|]([iu])([1248])', 'fortran_order': False,"
              + " 'shape': \\((\\d{1,10}),\\),? *\\}[ \\n]*");

  private LabelFiles() {}

  /**
   * Reads all labels of a file.
   *
   * @throws VectorFormatException when it holds anything but whole numbers from 0 to 2^31 - 1
   */
  public static int[] read(Path file) throws IOException {
    boolean numpy = file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".npy");
    return numpy ? numpy(file) : text(file);
  }

  private static int[] text(Path file) throws IOException {
    int[] labels = new int[1024];
    int count = 0;
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (count == labels.length) {
          labels = Arrays.copyOf(labels, 2 * count);
        }
        labels[count++] = label(file, line.strip());
      }
    } catch (CharacterCodingException e) {
      throw new VectorFormatException(file, "text, a label on each line", "bytes that are none");
    }
    return Arrays.copyOf(labels, count);
  }

  private static int label(Path file, String text) throws VectorFormatException {
    try {
      int label = Integer.parseInt(text);
      if (label >= 0) {
        return label;
      }
    } catch (NumberFormatException e) {
      // Told below, like a negative number.
    }
    throw new VectorFormatException(file, "a label of at least 0 on each line", text);
  }

  private static int[] numpy(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    boolean known =
        bytes.limit() >= HEADER_START
            && Arrays.equals(bytes.array(), 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    int header = known ? Short.toUnsignedInt(bytes.getShort(MAGIC.length)) : 0;
    String text =
        known && header <= bytes.limit() - HEADER_START
            ? new String(bytes.array(), HEADER_START, header, StandardCharsets.ISO_8859_1)
            : "";
    Matcher matcher = HEADER.matcher(text);
    if (!matcher.matches()) {
      throw new VectorFormatException(
          file, ".npy version 1 of whole numbers, shape (rows,)", text.strip());
    }
    int width = Integer.parseInt(matcher.group(2));
    long count = Long.parseLong(matcher.group(3));
    bytes.position(HEADER_START + header);
    if (count * width != bytes.remaining()) {
      throw new VectorFormatException(
          file, count * width + " bytes of labels", bytes.remaining() + " bytes");
    }
    int[] labels = new int[(int) count];
    for (int i = 0; i < labels.length; i++) {
      long label = element(bytes, width, matcher.group(1).equals("u"));
      if (label < 0 || label > Integer.MAX_VALUE) {
        throw new VectorFormatException(file, "labels of at least 0", Long.toString(label));
      }
      labels[i] = (int) label;
    }
    return labels;
  }

  private static long element(ByteBuffer bytes, int width, boolean unsigned) {
    return switch (width) {
      case 1 -> unsigned ? Byte.toUnsignedLong(bytes.get()) : bytes.get();
      case 2 -> unsigned ? Short.toUnsignedLong(bytes.getShort()) : bytes.getShort();
      case 4 -> unsigned ? Integer.toUnsignedLong(bytes.getInt()) : bytes.getInt();
      default -> bytes.getLong();
    };
  }
}
