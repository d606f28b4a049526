package io.retrievaldefense.rebuild;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.index.lifecycle.GarbageCollector;
import io.retrievaldefense.index.lifecycle.IndexLifecycle;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.DeletionFile;
import io.retrievaldefense.index.shard.DeletionReceipt;
import io.retrievaldefense.index.shard.ShardReceipt;
import io.retrievaldefense.index.shard.ShardSeries;
import io.retrievaldefense.index.storage.SnapshotConflictException;
import io.retrievaldefense.pipeline.TaskCpu;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Brings an index in line with a folder of images. Only what is new is decoded and extracted; one
 * commit adds it and takes out what is gone. Doing it again changes nothing; two at once are safe:
 * the one whose commit comes second looks again and finds nothing left to do.
 *
 * <p>With another extractor, projection or hash functions, or other class folders (a label is the
 * place of its folder among all of them), everything is extracted beside the old snapshot, which
 * readers keep until the new one is committed.
 */
public final class IndexRebuild {
  private static final int ATTEMPTS = 3;

  /** A larger share of deleted rows is compacted away. */
  private static final double DELETED_SHARE = 0.2;

  /** More shards than this many times what the rows need are made one. */
  private static final int SHARDS_TOO_MANY = 8;

  /** Younger files may be those of a rebuild that is yet to commit. */
  private static final Duration UNCOMMITTED = Duration.ofHours(24);

  private final IndexStore store;
  private final Extraction extraction;
  private final int kept;

  /**
   * @param store where the index is, or is to be
   * @param extraction how rows are made
   * @param kept how many snapshots are kept at least, from 1
   */
  public IndexRebuild(IndexStore store, Extraction extraction, int kept) {
    if (kept < 1) {
      throw new IllegalArgumentException("snapshots to keep must be at least 1: " + kept);
    }
    this.store = store;
    this.extraction = extraction;
    this.kept = kept;
  }

  /**
   * Rebuilds.
   *
   * @throws BadInputException if the folder holds no picture, none that is readable, or more that
   *     are unreadable than are configured
   * @throws SnapshotConflictException if other writers came first again and again
   */
  public RebuildResult run() throws IOException {
    long start = System.nanoTime();
    try (TaskCpu cpu = extraction.measureCpu()) {
      Change change = changed();
      IndexManifest manifest = defragmented(change.manifest());
      int collected = collect();
      return new RebuildResult(
          change.kind(),
          manifest.snapshot(),
          change.images(),
          extraction.decoded(),
          extraction.unreadable(),
          extraction.gone(),
          change.added(),
          change.removed(),
          manifest.snapshot() > change.manifest().snapshot(),
          collected,
          (System.nanoTime() - start) / 1e9,
          cpu.seconds());
    }
  }

  /** What was committed, or found to be so already. */
  private record Change(
      IndexManifest manifest, RebuildResult.Kind kind, int images, int added, int removed) {}

  private Change changed() throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return change();
      } catch (SnapshotConflictException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private Change change() throws IOException {
    boolean isFirst = store.snapshots().isEmpty();
    IndexManifest base = isFirst ? null : store.manifest();
    long next = isFirst ? 1 : base.snapshot() + 1;
    // Listed after that is read: what another rebuild has added by then is in the folder.
    ImageCatalogue catalogue = extraction.catalogue();
    if (isFirst || !extraction.fits(base) || base.provenance().classes() != catalogue.classes()) {
      return full(next, catalogue);
    }
    IndexContents contents = extraction.contents(store, base);
    if (!contents.isLabelledAs(catalogue)) {
      return full(next, catalogue);
    }
    if (!Collections.disjoint(contents.deleted(), catalogue.images().keySet())) {
      // An image that is back: its id is free again once the old row is gone.
      base = compact(base);
      contents = extraction.contents(store, base);
    }
    return difference(catalogue, base, contents);
  }

  private Change full(long snapshot, ImageCatalogue catalogue) throws IOException {
    IndexManifest built = extraction.full(store, snapshot, catalogue);
    commit(built, built.shards());
    return new Change(built, RebuildResult.Kind.FULL, catalogue.images().size(), built.rows(), 0);
  }

  private Change difference(ImageCatalogue catalogue, IndexManifest base, IndexContents contents)
      throws IOException {
    List<CataloguedImage> added =
        catalogue.images().values().stream()
            .filter(image -> !contents.live().containsKey(image.id()))
            .toList();
    long[] removed =
        contents.live().keySet().stream()
            .mapToLong(id -> id)
            .filter(id -> !catalogue.images().containsKey(id))
            .sorted()
            .toArray();
    List<ShardReceipt> written =
        added.isEmpty() ? List.of() : extraction.shards(store, base, catalogue, added);
    int images = catalogue.images().size();
    if (written.isEmpty() && removed.length == 0 && extraction.isSearchedAs(base)) {
      return new Change(base, RebuildResult.Kind.UNCHANGED, images, 0, 0);
    }
    List<ShardReceipt> shards = new ArrayList<>(base.shards());
    shards.addAll(written);
    List<DeletionReceipt> deletions = new ArrayList<>(base.deletions());
    if (removed.length > 0) {
      deletions.add(DeletionFile.write(store.files(), removed));
    }
    int rows = written.stream().mapToInt(ShardReceipt::rows).sum();
    if (base.rows() + rows == removed.length) {
      throw new BadInputException("rebuild must leave an image in the index: 0");
    }
    IndexManifest next = extraction.next(base, catalogue, shards, deletions);
    commit(next, written);
    return new Change(next, RebuildResult.Kind.INCREMENTAL, images, rows, removed.length);
  }

  /** New shards are read back, every byte, before anybody else can see them. */
  private void commit(IndexManifest manifest, List<ShardReceipt> written) throws IOException {
    extraction.verify(store, manifest, written);
    store.commit(manifest);
  }

  private IndexManifest defragmented(IndexManifest manifest) throws IOException {
    try {
      return isFragmented(manifest) ? compact(manifest) : manifest;
    } catch (SnapshotConflictException e) {
      // Another rebuild has done it, or has more to add; it can be left to the next night.
      return manifest;
    }
  }

  private static boolean isFragmented(IndexManifest manifest) {
    int deleted = manifest.storedRows() - manifest.rows();
    int needed = 1 + manifest.rows() / ShardSeries.rowsPerShard(manifest.schema());
    return deleted > DELETED_SHARE * manifest.storedRows()
        || manifest.shards().size() > SHARDS_TOO_MANY * needed;
  }

  private IndexManifest compact(IndexManifest manifest) throws IOException {
    return new IndexLifecycle(store).compact(manifest, ShardSeries.rowsPerShard(manifest.schema()));
  }

  /** Snapshots beyond those that are kept, and files that nobody needs. */
  private int collect() throws IOException {
    List<Long> snapshots = store.snapshots();
    String oldest = IndexManifest.fileName(snapshots.get(Math.max(0, snapshots.size() - kept)));
    Instant oldestKept;
    try {
      oldestKept = store.files().modified(oldest);
    } catch (NoSuchFileException e) {
      // Another rebuild collects just now.
      return 0;
    }
    Instant uncommitted = Instant.now().minus(UNCOMMITTED);
    return new GarbageCollector(store)
        .collect(oldestKept.isBefore(uncommitted) ? oldestKept : uncommitted)
        .size();
  }
}
