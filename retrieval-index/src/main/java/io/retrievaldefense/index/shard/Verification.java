package io.retrievaldefense.index.shard;

/** How much of a shard is read before it is trusted. */
public enum Verification {
  /** Lengths, header and footer: a few pages, for files verified before. */
  STRUCTURE,
  /** Every byte against its checksum. */
  CONTENT
}
