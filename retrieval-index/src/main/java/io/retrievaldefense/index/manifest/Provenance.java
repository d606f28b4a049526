package io.retrievaldefense.index.manifest;

import io.retrievaldefense.index.projection.Digests;

/**
 * Where an index comes from.
 *
 * @param dataDigest of the rows it was built of; what was appended or deleted since is in the
 *     shards and deletions alone
 * @param codeRevision of the code that built it
 * @param classes labels are below this
 */
public record Provenance(String dataDigest, String codeRevision, int classes) {
  /** Checks the digest and ranges. */
  public Provenance {
    Digests.require("data digest", dataDigest);
    if (codeRevision == null || codeRevision.isBlank()) {
      throw new IllegalArgumentException("code revision must not be blank: " + codeRevision);
    }
    if (classes < 1) {
      throw new IllegalArgumentException("classes must be at least 1: " + classes);
    }
  }
}
