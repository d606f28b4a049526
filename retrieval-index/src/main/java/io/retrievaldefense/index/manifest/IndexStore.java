package io.retrievaldefense.index.manifest;

import io.retrievaldefense.index.storage.CorruptIndexException;
import io.retrievaldefense.index.storage.CorruptIndexException.Kind;
import io.retrievaldefense.index.storage.IndexFiles;
import io.retrievaldefense.index.storage.IndexNotFoundException;
import io.retrievaldefense.index.storage.SnapshotConflictException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/**
 * The snapshots of one index folder. A snapshot is the file {@code snapshot-NNNNNNNN.json}, which
 * appears whole or not at all and never changes; the shards it names lie in {@code shards/}. Safe
 * for concurrent use, also by several processes.
 */
public final class IndexStore {
  /** A manifest of a hundred thousand shards is smaller; what is longer is not read or written. */
  private static final int MANIFEST_LIMIT = 1 << 26;

  private static final Pattern SNAPSHOT = Pattern.compile("snapshot-([0-9]{8})\\.json");

  /**
   * A folder is not listed in one moment: while a snapshot appears and the one before it is
   * collected, a listing may show neither. So none is believed only when none is seen repeatedly.
   */
  private static final int LISTINGS = 10;

  private final IndexFiles files;
  private final int manifestLimit;

  /**
   * @param files the index folder
   */
  public IndexStore(IndexFiles files) {
    this(files, MANIFEST_LIMIT);
  }

  /** As the other, for manifests of at most so many bytes. */
  IndexStore(IndexFiles files, int manifestLimit) {
    this.files = files;
    this.manifestLimit = manifestLimit;
  }

  /** The store at a path or URI. */
  public static IndexStore at(String location) {
    return new IndexStore(IndexFiles.at(location));
  }

  /** The store at a path or URI, with Hadoop's configuration. */
  public static IndexStore at(String location, Configuration configuration) {
    return new IndexStore(IndexFiles.at(location, configuration));
  }

  /** The store in a folder of a local disk, whatever Hadoop's default file system is. */
  public static IndexStore at(Path folder) {
    return new IndexStore(IndexFiles.at(folder));
  }

  /** The index folder: where shards are written to and read from. */
  public IndexFiles files() {
    return files;
  }

  /** Numbers of the snapshots there are, ascending. */
  public List<Long> snapshots() throws IOException {
    List<Long> numbers = List.of();
    for (int listing = 0; listing < LISTINGS && numbers.isEmpty(); listing++) {
      numbers = listed();
    }
    return numbers;
  }

  private List<Long> listed() throws IOException {
    List<Long> numbers = new ArrayList<>();
    for (String name : files.list("")) {
      Matcher matcher = SNAPSHOT.matcher(name);
      if (matcher.matches()) {
        numbers.add(Long.parseLong(matcher.group(1)));
      }
    }
    numbers.sort(null);
    return numbers;
  }

  /** The number that the next commit takes; a writer fixes it before it reads what it builds on. */
  public long nextSnapshot() throws IOException {
    List<Long> numbers = snapshots();
    return numbers.isEmpty() ? 1 : numbers.get(numbers.size() - 1) + 1;
  }

  /**
   * The number of the latest snapshot.
   *
   * @throws IndexNotFoundException when nothing was ever committed
   */
  public long latest() throws IOException {
    List<Long> numbers = snapshots();
    if (numbers.isEmpty()) {
      throw new IndexNotFoundException(files.location(), "an index", "no snapshot");
    }
    return numbers.get(numbers.size() - 1);
  }

  /**
   * The latest snapshot.
   *
   * @throws IndexNotFoundException when nothing was ever committed
   */
  public IndexManifest manifest() throws IOException {
    while (true) {
      long latest = latest();
      try {
        return manifest(latest);
      } catch (IndexNotFoundException e) {
        // Only a snapshot that is not the latest any more can have been collected since.
        if (snapshots().contains(latest)) {
          throw e;
        }
      }
    }
  }

  /**
   * A given snapshot.
   *
   * @throws IndexNotFoundException when it was never committed or has been collected
   * @throws CorruptIndexException when its manifest is damaged
   */
  public IndexManifest manifest(long snapshot) throws IOException {
    String name = IndexManifest.fileName(snapshot);
    String file = files.location() + "/" + name;
    byte[] bytes;
    try {
      bytes = files.read(name, manifestLimit);
    } catch (NoSuchFileException e) {
      throw new IndexNotFoundException(file, "snapshot " + snapshot, "snapshots " + snapshots(), e);
    }
    IndexManifest manifest = ManifestJson.read(file, bytes);
    if (manifest.snapshot() != snapshot) {
      throw new CorruptIndexException(
          Kind.SWAPPED, file, "snapshot " + snapshot, "snapshot " + manifest.snapshot());
    }
    return manifest;
  }

  /**
   * Makes a snapshot visible, in one step. Its shards must be written and durable. A number below
   * the latest is refused though its file is not there: others have committed it since, and it was
   * collected.
   *
   * @param manifest complete; its number is the one that {@link #nextSnapshot} gave
   * @throws SnapshotConflictException when another writer has committed that number first
   * @throws IllegalArgumentException when the manifest is too long to be read again
   */
  public void commit(IndexManifest manifest) throws IOException {
    byte[] content = ManifestJson.write(manifest);
    if (content.length > manifestLimit) {
      throw new IllegalArgumentException(
          "manifest of snapshot "
              + manifest.snapshot()
              + " must be at most "
              + manifestLimit
              + " bytes: "
              + content.length
              + "; write fewer and larger shards");
    }
    List<Long> numbers = listed();
    if (!numbers.isEmpty() && numbers.get(numbers.size() - 1) > manifest.snapshot()) {
      throw conflict(manifest, null);
    }
    try {
      files.publish(manifest.fileName(), content);
    } catch (FileAlreadyExistsException e) {
      throw conflict(manifest, e);
    }
  }

  private SnapshotConflictException conflict(IndexManifest manifest, IOException cause) {
    return new SnapshotConflictException(
        files.location() + "/" + manifest.fileName(), manifest.snapshot(), cause);
  }
}
