package io.retrievaldefense.index.shard;

/**
 * Byte format of a shard, version 1. All numbers are little-endian.
 *
 * <pre>
 * header, 128 bytes
 *     0  8 bytes   magic "RDXSHARD"
 *     8  int       format version, 1
 *    12  int       header length, 128
 *    16  long      file length
 *    24  int       rows n
 *    28  int       dimension d
 *    32  int       feature dimension D
 *    36  int       tables L
 *    40  int       sketch words s (64 bits each)
 *    44  32 bytes  fingerprint of the index schema
 *    76  zeros
 *   124  int       CRC-32C of bytes 0 to 123
 * sections, each zero-padded to a multiple of 64 bytes
 *        long[n]        ids, strictly ascending
 *        int[n]         labels
 *        float[n][d]    projected features h'
 *        float[n][D]    features h
 *        long[n][s]     sign sketches
 *   then for each of the L tables
 *        int[2^b + 1]   directory: where the keys begin whose upper b bits equal the slot;
 *                       b = max(1, ceil(log2 n))
 *        int[n]         bucket keys, ascending as unsigned numbers
 *        int[n]         the row of each key; ascending within a key
 * footer
 *        int[5 + 3 L]   CRC-32C of each section, padding included
 *        32 bytes       SHA-256 of the header and these CRCs: the shard's checksum
 *        8 bytes        magic "RDXSHEND"
 * </pre>
 *
 * <p>All offsets follow from the header's numbers, which must explain the file's length before
 * anything is allocated or mapped; no offset is read from the file. The checksum identifies the
 * content: rows decide it, not the file's name, the task or the time.
 */
final class ShardFormat {
  static final int VERSION = 1;
  static final byte[] MAGIC = {'R', 'D', 'X', 'S', 'H', 'A', 'R', 'D'};
  static final byte[] END_MAGIC = {'R', 'D', 'X', 'S', 'H', 'E', 'N', 'D'};

  static final int HEADER_LENGTH = 128;
  static final int VERSION_AT = 8;
  static final int HEADER_LENGTH_AT = 12;
  static final int FILE_LENGTH_AT = 16;
  static final int ROWS_AT = 24;
  static final int DIMENSION_AT = 28;
  static final int FEATURE_DIMENSION_AT = 32;
  static final int TABLES_AT = 36;
  static final int SKETCH_WORDS_AT = 40;
  static final int FINGERPRINT_AT = 44;
  static final int FINGERPRINT_LENGTH = 32;
  static final int HEADER_CRC_AT = 124;

  static final int ALIGNMENT = 64;
  static final int DIGEST_LENGTH = 32;

  static final int IDS = 0;
  static final int LABELS = 1;
  static final int VECTORS = 2;
  static final int FEATURES = 3;
  static final int SKETCHES = 4;
  static final int FIXED_SECTIONS = 5;
  static final int SECTIONS_PER_TABLE = 3;

  /** A shard is mapped as one buffer, so it is shorter than 2 GiB. */
  static final long LENGTH_LIMIT = Integer.MAX_VALUE;

  private ShardFormat() {}

  static int directorySection(int table) {
    return FIXED_SECTIONS + SECTIONS_PER_TABLE * table;
  }

  static int keySection(int table) {
    return directorySection(table) + 1;
  }

  static int rowSection(int table) {
    return directorySection(table) + 2;
  }

  /** What a section holds, as error messages say it. */
  static String sectionName(int section) {
    return switch (section) {
      case IDS -> "ids";
      case LABELS -> "labels";
      case VECTORS -> "vectors";
      case FEATURES -> "features";
      case SKETCHES -> "sketches";
      default -> {
        int table = (section - FIXED_SECTIONS) / SECTIONS_PER_TABLE;
        String part =
            switch ((section - FIXED_SECTIONS) % SECTIONS_PER_TABLE) {
              case 0 -> "directory";
              case 1 -> "keys";
              default -> "rows";
            };
        yield part + " of table " + table;
      }
    };
  }
}
