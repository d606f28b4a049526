package io.retrievaldefense.index.shard;

/**
 * Where everything is in a shard, computed from five numbers.
 *
 * @param rows n
 * @param dimension d
 * @param featureDimension D
 * @param tables L
 * @param sketchWords s
 */
record ShardLayout(int rows, int dimension, int featureDimension, int tables, int sketchWords) {
  int sections() {
    return ShardFormat.FIXED_SECTIONS + ShardFormat.SECTIONS_PER_TABLE * tables;
  }

  int directoryBits() {
    return directoryBits(rows);
  }

  /** About one key per slot: a look-up reads one slot and compares one or two keys. */
  static int directoryBits(int rows) {
    return Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(rows, 1) - 1));
  }

  /** Length of a section without its padding. */
  long sectionLength(int section) {
    long n = rows;
    return switch (section) {
      case ShardFormat.IDS -> n * Long.BYTES;
      case ShardFormat.LABELS -> n * Integer.BYTES;
      case ShardFormat.VECTORS -> n * dimension * Float.BYTES;
      case ShardFormat.FEATURES -> n * featureDimension * Float.BYTES;
      case ShardFormat.SKETCHES -> n * sketchWords * Long.BYTES;
      default ->
          (section - ShardFormat.FIXED_SECTIONS) % ShardFormat.SECTIONS_PER_TABLE == 0
              ? ((1L << directoryBits()) + 1) * Integer.BYTES
              : n * Integer.BYTES;
    };
  }

  long paddedLength(int section) {
    long length = sectionLength(section);
    return (length + ShardFormat.ALIGNMENT - 1) / ShardFormat.ALIGNMENT * ShardFormat.ALIGNMENT;
  }

  /** Start of a section; of the footer for {@code section == sections()}. */
  long sectionStart(int section) {
    long start = ShardFormat.HEADER_LENGTH;
    for (int before = 0; before < section; before++) {
      start += paddedLength(before);
    }
    return start;
  }

  long footerLength() {
    return (long) sections() * Integer.BYTES
        + ShardFormat.DIGEST_LENGTH
        + ShardFormat.END_MAGIC.length;
  }

  long fileLength() {
    return sectionStart(sections()) + footerLength();
  }
}
