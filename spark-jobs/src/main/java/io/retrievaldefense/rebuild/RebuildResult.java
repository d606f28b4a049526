package io.retrievaldefense.rebuild;

/**
 * What a rebuild came to.
 *
 * @param kind what was done
 * @param snapshot the latest, whether or not this rebuild made it
 * @param images in the folder
 * @param decoded pictures read, with those that are none
 * @param unreadable pictures that are none; they are looked at again the next time
 * @param gone pictures that were removed after the folder was listed
 * @param added rows
 * @param removed rows
 * @param compacted whether shards were rewritten
 * @param collected files of older snapshots that were removed
 * @param seconds in all
 * @param taskCpuSeconds CPU time of Spark's tasks
 */
public record RebuildResult(
    Kind kind,
    long snapshot,
    int images,
    long decoded,
    long unreadable,
    long gone,
    int added,
    int removed,
    boolean compacted,
    int collected,
    double seconds,
    double taskCpuSeconds) {

  /** What was done. */
  public enum Kind {
    /**
     * Every image was extracted: there was no index, or one of another extractor, other hashes or
     * other class folders.
     */
    FULL,
    /** New images were extracted and appended, missing ones taken out. */
    INCREMENTAL,
    /** Nothing was new or gone. */
    UNCHANGED
  }
}
