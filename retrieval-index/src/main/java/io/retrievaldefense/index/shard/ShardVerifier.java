package io.retrievaldefense.index.shard;

import io.retrievaldefense.index.hashing.HashParameters;
import io.retrievaldefense.index.projection.Digests;
import io.retrievaldefense.index.storage.CorruptIndexException;
import io.retrievaldefense.index.storage.CorruptIndexException.Kind;
import io.retrievaldefense.index.storage.IndexFiles;
import io.retrievaldefense.index.storage.IndexVersionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** Tells apart the ways in which a file can fail to be the shard that was committed. */
final class ShardVerifier {
  private final IndexFiles files;
  private final ShardReceipt receipt;
  private final IndexSchema schema;
  private final String file;

  ShardVerifier(IndexFiles files, ShardReceipt receipt, IndexSchema schema) {
    this.files = files;
    this.receipt = receipt;
    this.schema = schema;
    this.file = files.location() + "/" + receipt.name();
  }

  /** Maps the file after looking at nothing but its length. */
  MappedByteBuffer map() throws IOException {
    try {
      return files.map(receipt.name(), ShardFormat.LENGTH_LIMIT);
    } catch (NoSuchFileException e) {
      throw new CorruptIndexException(
          Kind.MISSING, file, "a shard of " + receipt.rows() + " rows", "no such file", e);
    }
  }

  /**
   * Checks the file's length, header and footer.
   *
   * <p>A whole file whose own header explains its length, but whose digest is not the committed
   * one, is another shard: of this index when the fingerprint agrees, else of another index.
   */
  ShardLayout verifyStructure(MappedByteBuffer mapped) throws IOException {
    ByteBuffer bytes = mapped.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int length = bytes.capacity();
    boolean lengthAgrees = length == receipt.length();
    if (length < ShardFormat.HEADER_LENGTH) {
      throw wrongLength(length);
    }
    byte[] magic = new byte[ShardFormat.MAGIC.length];
    bytes.get(0, magic);
    if (!Arrays.equals(magic, ShardFormat.MAGIC)) {
      throw corrupt(
          lengthAgrees ? Kind.CHECKSUM_MISMATCH : Kind.FOREIGN,
          "magic " + HexFormat.of().formatHex(ShardFormat.MAGIC),
          HexFormat.of().formatHex(magic));
    }
    int recordedCrc = bytes.getInt(ShardFormat.HEADER_CRC_AT);
    int headerCrc = crc(bytes, 0, ShardFormat.HEADER_CRC_AT);
    if (recordedCrc != headerCrc) {
      throw checksum("header", recordedCrc, headerCrc);
    }
    int version = bytes.getInt(ShardFormat.VERSION_AT);
    if (version > ShardFormat.VERSION) {
      throw new IndexVersionException(file, ShardFormat.VERSION, version);
    }
    ShardLayout layout = layout(bytes);
    if (layout.fileLength() != length) {
      throw wrongLength(length);
    }
    byte[] digest = digest(bytes, layout);
    verifyIdentity(bytes, digest);
    return layout;
  }

  private ShardLayout layout(ByteBuffer bytes) throws CorruptIndexException {
    int rows = bytes.getInt(ShardFormat.ROWS_AT);
    int dimension = bytes.getInt(ShardFormat.DIMENSION_AT);
    int featureDimension = bytes.getInt(ShardFormat.FEATURE_DIMENSION_AT);
    int tables = bytes.getInt(ShardFormat.TABLES_AT);
    int words = bytes.getInt(ShardFormat.SKETCH_WORDS_AT);
    boolean plausible =
        bytes.getInt(ShardFormat.VERSION_AT) == ShardFormat.VERSION
            && bytes.getInt(ShardFormat.HEADER_LENGTH_AT) == ShardFormat.HEADER_LENGTH
            && rows > 0
            && dimension > 0
            && dimension <= IndexSchema.DIMENSION_LIMIT
            && featureDimension >= 0
            && featureDimension <= IndexSchema.DIMENSION_LIMIT
            && tables > 0
            && tables <= HashParameters.LIMIT
            && words >= 0
            && words <= HashParameters.LIMIT;
    ShardLayout layout = new ShardLayout(rows, dimension, featureDimension, tables, words);
    if (!plausible || layout.fileLength() != bytes.getLong(ShardFormat.FILE_LENGTH_AT)) {
      throw corrupt(
          Kind.MALFORMED,
          "a header that explains the file length " + bytes.getLong(ShardFormat.FILE_LENGTH_AT),
          layout.toString());
    }
    return layout;
  }

  private byte[] digest(ByteBuffer bytes, ShardLayout layout) throws CorruptIndexException {
    int footer = (int) layout.sectionStart(layout.sections());
    byte[] header = new byte[ShardFormat.HEADER_LENGTH];
    bytes.get(0, header);
    byte[] crcs = new byte[layout.sections() * Integer.BYTES];
    bytes.get(footer, crcs);
    byte[] recorded = new byte[ShardFormat.DIGEST_LENGTH];
    bytes.get(footer + crcs.length, recorded);
    byte[] end = new byte[ShardFormat.END_MAGIC.length];
    bytes.get(footer + crcs.length + recorded.length, end);
    MessageDigest sha = Digests.sha256();
    sha.update(header);
    byte[] actual = sha.digest(crcs);
    if (!Arrays.equals(actual, recorded) || !Arrays.equals(end, ShardFormat.END_MAGIC)) {
      throw corrupt(
          Kind.CHECKSUM_MISMATCH,
          "footer digest " + HexFormat.of().formatHex(recorded) + " and end mark",
          HexFormat.of().formatHex(actual) + ", " + HexFormat.of().formatHex(end));
    }
    return actual;
  }

  private void verifyIdentity(ByteBuffer bytes, byte[] digest) throws CorruptIndexException {
    byte[] fingerprint = new byte[ShardFormat.FINGERPRINT_LENGTH];
    bytes.get(ShardFormat.FINGERPRINT_AT, fingerprint);
    byte[] expected = schema.fingerprint();
    if (!Arrays.equals(fingerprint, expected)) {
      throw corrupt(
          Kind.FOREIGN,
          "schema fingerprint " + HexFormat.of().formatHex(expected),
          HexFormat.of().formatHex(fingerprint));
    }
    String found = HexFormat.of().formatHex(digest);
    if (!found.equals(receipt.checksum())) {
      throw corrupt(Kind.SWAPPED, "checksum " + receipt.checksum(), found);
    }
  }

  /** Reads every byte and compares each section with its CRC-32C. */
  void verifyContent(ShardLayout layout, MappedByteBuffer mapped) throws CorruptIndexException {
    ByteBuffer bytes = mapped.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int footer = (int) layout.sectionStart(layout.sections());
    for (int section = 0; section < layout.sections(); section++) {
      int start = (int) layout.sectionStart(section);
      int recorded = bytes.getInt(footer + section * Integer.BYTES);
      int actual = crc(bytes, start, (int) layout.paddedLength(section));
      if (recorded != actual) {
        throw checksum("section " + ShardFormat.sectionName(section), recorded, actual);
      }
    }
  }

  private static int crc(ByteBuffer bytes, int start, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.slice(start, length));
    return (int) crc.getValue();
  }

  private CorruptIndexException wrongLength(long found) {
    Kind kind =
        found < receipt.length()
            ? Kind.TRUNCATED
            : found > receipt.length() ? Kind.TRAILING_BYTES : Kind.MALFORMED;
    return corrupt(kind, receipt.length() + " bytes", found + " bytes");
  }

  private CorruptIndexException checksum(String part, int expected, int found) {
    return corrupt(
        Kind.CHECKSUM_MISMATCH,
        String.format("CRC-32C %08x of the %s", expected, part),
        String.format("%08x", found));
  }

  private CorruptIndexException corrupt(Kind kind, String expected, String found) {
    return new CorruptIndexException(kind, file, expected, found);
  }
}
