package io.retrievaldefense.index.shard;

import io.retrievaldefense.index.projection.Digests;
import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * What a task returns for the shard it wrote, and what the manifest records of it.
 *
 * @param name file name relative to the index folder
 * @param length in bytes
 * @param checksum the shard's digest, see {@link ShardFormat}
 * @param rows how many
 * @param firstId lowest id
 * @param lastId highest id
 * @param buckets bucket sizes of this shard
 */
public record ShardReceipt(
    String name,
    long length,
    String checksum,
    int rows,
    long firstId,
    long lastId,
    BucketStatistics buckets)
    implements Serializable {
  /** Plain names in one sub-folder: a manifest must not lead a reader out of the index folder. */
  private static final Pattern NAME = Pattern.compile("shards/[A-Za-z0-9_-]{1,100}\\.shard");

  /** Checks name, digest and ranges. */
  public ShardReceipt {
    if (name == null || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("shard name must match " + NAME + ": " + name);
    }
    if (length < 1 || length > ShardFormat.LENGTH_LIMIT) {
      throw new IllegalArgumentException(
          "shard length must be between 1 and " + ShardFormat.LENGTH_LIMIT + ": " + length);
    }
    Digests.require("shard checksum", checksum);
    if (rows < 1) {
      throw new IllegalArgumentException("shard rows must be at least 1: " + rows);
    }
    if (lastId < firstId) {
      throw new IllegalArgumentException(
          "last id must be at least the first, " + firstId + ": " + lastId);
    }
    if (buckets == null) {
      throw new IllegalArgumentException("shard bucket statistics must be present: null");
    }
  }
}
