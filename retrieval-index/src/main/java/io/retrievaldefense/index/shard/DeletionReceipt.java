package io.retrievaldefense.index.shard;

import io.retrievaldefense.index.projection.Digests;
import java.util.regex.Pattern;

/**
 * What the manifest records of a file of deleted ids.
 *
 * @param name file name relative to the index folder
 * @param length in bytes
 * @param checksum SHA-256 of the file
 * @param ids how many
 */
public record DeletionReceipt(String name, long length, String checksum, int ids) {
  private static final Pattern NAME = Pattern.compile("shards/[A-Za-z0-9_-]{1,100}\\.deleted");

  /** Checks name, digest and ranges. */
  public DeletionReceipt {
    if (name == null || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("deletion name must match " + NAME + ": " + name);
    }
    Digests.require("deletion checksum", checksum);
    if (ids < 1 || length != DeletionFile.length(ids)) {
      throw new IllegalArgumentException(
          "deletion length must be that of its ids: " + length + ", " + ids);
    }
  }
}
