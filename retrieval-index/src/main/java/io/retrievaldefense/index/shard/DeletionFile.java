package io.retrievaldefense.index.shard;

import io.retrievaldefense.index.projection.Digests;
import io.retrievaldefense.index.storage.CorruptIndexException;
import io.retrievaldefense.index.storage.CorruptIndexException.Kind;
import io.retrievaldefense.index.storage.IndexFiles;
import io.retrievaldefense.index.storage.IndexVersionException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;

/**
 * The ids that one deletion took out of an index. Little-endian: 8 bytes magic {@code RDXDELET}, an
 * int format version (1), an int number of ids n, long[n] ids in strictly ascending order, 32 bytes
 * SHA-256 of all before. A file is written once; shards stay as they are until compaction.
 */
public final class DeletionFile {
  static final int VERSION = 1;
  private static final byte[] MAGIC = {'R', 'D', 'X', 'D', 'E', 'L', 'E', 'T'};
  private static final int HEADER = MAGIC.length + 2 * Integer.BYTES;
  private static final int DIGEST = 32;

  private DeletionFile() {}

  static long length(int ids) {
    return HEADER + (long) ids * Long.BYTES + DIGEST;
  }

  /**
   * Writes a file, durable when this returns.
   *
   * @param files the index folder
   * @param ids at least one, distinct; in any order
   */
  public static DeletionReceipt write(IndexFiles files, long[] ids) throws IOException {
    long[] sorted = ids.clone();
    Arrays.sort(sorted);
    if (length(sorted.length) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("deleted ids must fit a file of 2 GiB: " + sorted.length);
    }
    ByteBuffer bytes =
        ByteBuffer.allocate((int) length(sorted.length)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).putInt(VERSION).putInt(sorted.length);
    for (long id : sorted) {
      bytes.putLong(id);
    }
    MessageDigest sha = Digests.sha256();
    sha.update(bytes.array(), 0, bytes.position());
    bytes.put(sha.digest());
    String name = "shards/" + UUID.randomUUID() + ".deleted";
    try (OutputStream out = files.create(name)) {
      out.write(bytes.array());
    }
    return new DeletionReceipt(name, bytes.capacity(), Digests.hex(bytes.array()), sorted.length);
  }

  /**
   * Reads the ids that a receipt describes, in ascending order.
   *
   * @throws CorruptIndexException when the file is not the one that was committed
   */
  public static long[] read(IndexFiles files, DeletionReceipt receipt) throws IOException {
    String file = files.location() + "/" + receipt.name();
    byte[] content;
    try {
      // What the manifest claims is only a limit: what is allocated is what is there.
      content = files.read(receipt.name(), (int) Math.min(receipt.length(), Integer.MAX_VALUE));
    } catch (NoSuchFileException e) {
      throw new CorruptIndexException(
          Kind.MISSING, file, receipt.ids() + " deleted ids", "no such file", e);
    }
    if (content.length < receipt.length()) {
      throw new CorruptIndexException(
          Kind.TRUNCATED, file, receipt.length() + " bytes", content.length + " bytes");
    }
    ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    int body = content.length - DIGEST;
    String recorded = HexFormat.of().formatHex(content, body, content.length);
    String actual = Digests.hex(Arrays.copyOf(content, body));
    if (!recorded.equals(actual)) {
      throw new CorruptIndexException(Kind.CHECKSUM_MISMATCH, file, "checksum " + recorded, actual);
    }
    if (!Arrays.equals(content, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new CorruptIndexException(Kind.FOREIGN, file, "a file of deleted ids", "another magic");
    }
    int version = bytes.getInt(MAGIC.length);
    if (version > VERSION) {
      throw new IndexVersionException(file, VERSION, version);
    }
    if (!Digests.hex(content).equals(receipt.checksum())) {
      throw new CorruptIndexException(
          Kind.SWAPPED, file, "checksum " + receipt.checksum(), Digests.hex(content));
    }
    long[] ids = new long[receipt.ids()];
    bytes.position(HEADER).asLongBuffer().get(ids);
    return ids;
  }
}
