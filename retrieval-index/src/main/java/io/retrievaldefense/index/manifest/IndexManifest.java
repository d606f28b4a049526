package io.retrievaldefense.index.manifest;

import io.retrievaldefense.index.shard.DeletionReceipt;
import io.retrievaldefense.index.shard.IndexSchema;
import io.retrievaldefense.index.shard.ShardReceipt;
import io.retrievaldefense.index.storage.IndexMismatchException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One snapshot of an index: everything a reader needs to know of it. Stored as JSON, see {@link
 * ManifestJson}.
 *
 * @param formatVersion of manifest and shards together
 * @param snapshot number, from 1
 * @param schema what all shards have in common
 * @param provenance where the data come from
 * @param engine how it is searched unless the caller says otherwise: lsh, exact or hnsw
 * @param search how the lsh engine is searched unless the caller says otherwise
 * @param shards files with length, checksum, rows and bucket statistics, in the order of their
 *     first id
 * @param deletions files of ids that are in shards and not in the index
 */
public record IndexManifest(
    int formatVersion,
    long snapshot,
    IndexSchema schema,
    Provenance provenance,
    String engine,
    SearchSettings search,
    List<ShardReceipt> shards,
    List<DeletionReceipt> deletions) {
  /** The format this code writes, and the newest it reads. */
  public static final int FORMAT_VERSION = 1;

  /** Highest snapshot number; file names have that many digits. */
  public static final long SNAPSHOT_LIMIT = 99_999_999;

  private static final Set<String> ENGINES = Set.of("lsh", "exact", "hnsw");

  /** Checks everything that can be checked without reading shards. */
  public IndexManifest {
    if (formatVersion < 1 || formatVersion > FORMAT_VERSION) {
      throw new IllegalArgumentException(
          "format version must be between 1 and " + FORMAT_VERSION + ": " + formatVersion);
    }
    if (snapshot < 1 || snapshot > SNAPSHOT_LIMIT) {
      throw new IllegalArgumentException(
          "snapshot must be between 1 and " + SNAPSHOT_LIMIT + ": " + snapshot);
    }
    if (schema == null || provenance == null || search == null) {
      throw new IllegalArgumentException(
          "manifest must have schema, provenance and search settings: "
              + schema
              + ", "
              + provenance
              + ", "
              + search);
    }
    if (engine == null || !ENGINES.contains(engine)) {
      throw new IllegalArgumentException("engine must be one of lsh, exact, hnsw: " + engine);
    }
    if (shards == null || shards.isEmpty() || deletions == null) {
      throw new IllegalArgumentException(
          "shards must not be empty and deletions not absent: " + shards + ", " + deletions);
    }
    // The order decides row numbers, so it must not depend on which task ended first.
    shards =
        shards.stream()
            .sorted(
                Comparator.comparingLong(ShardReceipt::firstId)
                    .thenComparing(ShardReceipt::checksum)
                    .thenComparing(ShardReceipt::name))
            .toList();
    Set<String> names = new HashSet<>();
    Set<String> checksums = new HashSet<>();
    long rows = 0;
    for (ShardReceipt shard : shards) {
      if (!names.add(shard.name()) || !checksums.add(shard.checksum())) {
        throw new IllegalArgumentException("shards must be distinct: " + shard.name());
      }
      rows += shard.rows();
    }
    deletions = List.copyOf(deletions);
    long deleted = 0;
    for (DeletionReceipt deletion : deletions) {
      if (!names.add(deletion.name())) {
        throw new IllegalArgumentException("deletions must be distinct: " + deletion.name());
      }
      deleted += deletion.ids();
    }
    if (deleted >= rows) {
      throw new IllegalArgumentException(
          "deleted rows must be fewer than the " + rows + " stored: " + deleted);
    }
    if (rows > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("rows must be at most " + Integer.MAX_VALUE + ": " + rows);
    }
  }

  /** A manifest in the current format, ready to be committed as {@code snapshot}. */
  public static IndexManifest of(
      long snapshot,
      IndexSchema schema,
      Provenance provenance,
      String engine,
      SearchSettings search,
      List<ShardReceipt> shards) {
    return new IndexManifest(
        FORMAT_VERSION, snapshot, schema, provenance, engine, search, shards, List.of());
  }

  /** The same index with other files: what append, delete and compact commit. */
  public IndexManifest with(
      long nextSnapshot, List<ShardReceipt> otherShards, List<DeletionReceipt> otherDeletions) {
    return new IndexManifest(
        FORMAT_VERSION,
        nextSnapshot,
        schema,
        provenance,
        engine,
        search,
        otherShards,
        otherDeletions);
  }

  /** The same files, searched in another way. */
  public IndexManifest with(long nextSnapshot, String otherEngine, SearchSettings otherSearch) {
    return new IndexManifest(
        FORMAT_VERSION,
        nextSnapshot,
        schema,
        provenance,
        otherEngine,
        otherSearch,
        shards,
        deletions);
  }

  /** Rows in all shards, deleted ones included. */
  public int storedRows() {
    return shards.stream().mapToInt(ShardReceipt::rows).sum();
  }

  /** Rows that can be found. */
  public int rows() {
    return storedRows() - deletions.stream().mapToInt(DeletionReceipt::ids).sum();
  }

  /** Bytes in all shards. */
  public long bytes() {
    return shards.stream().mapToLong(ShardReceipt::length).sum();
  }

  /** The name of this snapshot's manifest file. */
  public String fileName() {
    return fileName(snapshot);
  }

  /** The name of a snapshot's manifest file. */
  public static String fileName(long snapshot) {
    // A locale may have other digits, under which no reader would look.
    return String.format(Locale.ROOT, "snapshot-%08d.json", snapshot);
  }

  /**
   * Refuses to go on with another projection than the index was built with.
   *
   * @param location of the index, which an error names
   * @param digest of the projection that queries will go through
   */
  public void requireProjection(String location, String digest) throws IndexMismatchException {
    require(
        IndexMismatchException.Kind.WRONG_PROJECTION, location, digest, schema.projectionDigest());
  }

  /**
   * Refuses to go on with another extractor than the features came from.
   *
   * @param location of the index, which an error names
   * @param digest of the extractor that computes the queries' features
   */
  public void requireExtractor(String location, String digest) throws IndexMismatchException {
    require(
        IndexMismatchException.Kind.WRONG_EXTRACTOR, location, digest, schema.extractorDigest());
  }

  private void require(
      IndexMismatchException.Kind kind, String location, String expected, String found)
      throws IndexMismatchException {
    if (!found.equals(expected)) {
      throw new IndexMismatchException(kind, location + "/" + fileName(), expected, found);
    }
  }
}
