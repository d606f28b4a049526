package io.retrievaldefense.index.shard;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the bytes of an index are spent on. */
public final class ShardParts {
  private ShardParts() {}

  /**
   * Bytes of each part over some shards, by its name in {@link ShardFormat}, the tables together.
   *
   * @param schema of the shards
   * @param shards to add up
   */
  public static Map<String, Long> bytes(IndexSchema schema, Iterable<ShardReceipt> shards) {
    Map<String, Long> parts = new LinkedHashMap<>();
    int words = schema.hash().sketchBits() / Long.SIZE;
    for (ShardReceipt shard : shards) {
      ShardLayout layout =
          new ShardLayout(
              shard.rows(),
              schema.dimension(),
              schema.featureDimension(),
              schema.hash().tables(),
              words);
      long counted = 0;
      for (int section = 0; section < layout.sections(); section++) {
        long length = layout.paddedLength(section);
        parts.merge(part(section), length, Long::sum);
        counted += length;
      }
      parts.merge("header and checksums", shard.length() - counted, Long::sum);
    }
    return parts;
  }

  private static String part(int section) {
    return section < ShardFormat.FIXED_SECTIONS
        ? ShardFormat.sectionName(section)
        : "table " + ShardFormat.sectionName(section).replaceFirst(" of table .*", "");
  }
}
