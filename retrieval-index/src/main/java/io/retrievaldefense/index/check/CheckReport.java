package io.retrievaldefense.index.check;

import java.util.List;

/**
 * What a check has found.
 *
 * @param snapshot checked
 * @param files read, the manifest included
 * @param bytes in those that were whole
 * @param rows in those that were whole
 * @param unreferenced shard files that no snapshot names: left by killed or retried tasks, no
 *     damage
 * @param findings everything that is wrong; empty for a sound index
 */
public record CheckReport(
    long snapshot,
    int files,
    long bytes,
    long rows,
    List<String> unreferenced,
    List<Finding> findings) {
  /** Takes immutable copies of the lists. */
  public CheckReport {
    unreferenced = List.copyOf(unreferenced);
    findings = List.copyOf(findings);
  }

  /** Whether nothing is wrong. */
  public boolean sound() {
    return findings.isEmpty();
  }
}
