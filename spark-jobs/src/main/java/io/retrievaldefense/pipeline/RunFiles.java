package io.retrievaldefense.pipeline;

import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** File operations below one folder, of which every one is visible as a whole or not at all. */
final class RunFiles {
  /** What is under such a name is not finished; listings of the folder ignore it. */
  private static final String TEMPORARY = ".tmp-";

  private final Path root;
  private final FileSystem files;
  private final Configuration hadoop;

  /** The folder need not exist yet. */
  RunFiles(Path directory, Configuration hadoop) throws IOException {
    FileSystem system = directory.getFileSystem(hadoop);
    // Side files with checksums beside report.html would only puzzle.
    this.files = system instanceof LocalFileSystem local ? local.getRawFileSystem() : system;
    this.root = system.makeQualified(directory);
    this.hadoop = hadoop;
  }

  Path root() {
    return root;
  }

  Path path(String name) {
    return new Path(root, name);
  }

  boolean exists(String name) throws IOException {
    return files.exists(path(name));
  }

  boolean isFile() throws IOException {
    return files.exists(root) && !files.getFileStatus(root).isDirectory();
  }

  void create() throws IOException {
    if (!files.mkdirs(root)) {
      throw new IOException("folder must be possible to create: " + root);
    }
  }

  /** The name of some entry that is neither temporary nor a lock; null if there is none. */
  String firstEntry() throws IOException {
    if (!files.exists(root)) {
      return null;
    }
    SortedMap<String, FileStatus> entries = new TreeMap<>();
    for (FileStatus entry : files.listStatus(root)) {
      String name = entry.getPath().getName();
      if (!name.startsWith(TEMPORARY) && !name.equals(RunLock.FILE)) {
        entries.put(name, entry);
      }
    }
    return entries.isEmpty() ? null : entries.firstKey();
  }

  byte[] read(String name) throws IOException {
    try (FSDataInputStream in = files.open(path(name))) {
      return in.readAllBytes();
    }
  }

  /** Writes a file, replacing the one of that name. */
  void write(String name, byte[] content) throws IOException {
    Path temporary = temporary(name);
    try {
      try (FSDataOutputStream out = files.create(temporary, true)) {
        out.write(content);
        out.hsync();
      }
      replaceFile(temporary, path(name));
    } catch (IOException failed) {
      discard(temporary, failed);
      throw failed;
    }
  }

  private void discard(Path temporary, IOException failed) {
    try {
      files.delete(temporary, false);
    } catch (IOException alsoFailed) {
      failed.addSuppressed(alsoFailed);
    }
  }

  /** Copies a file within the folder, replacing the one of that name. */
  void copy(String from, String name) throws IOException {
    Path temporary = temporary(name);
    FileUtil.copy(files, path(from), files, temporary, false, hadoop);
    replaceFile(temporary, path(name));
  }

  /** Copies the files of a folder of any file system; by links on the local disk. */
  void copyFolder(Path from, Path to) throws IOException {
    FileSystem source = from.getFileSystem(hadoop);
    if (isLocal() && "file".equals(source.makeQualified(from).toUri().getScheme())) {
      FolderLinks.create()
          .copy(
              java.nio.file.Path.of(source.makeQualified(from).toUri().getPath()),
              java.nio.file.Path.of(to.toUri().getPath()));
    } else {
      FileUtil.copy(source, from, files, to, false, true, hadoop);
    }
  }

  long length(String name) throws IOException {
    return files.getFileStatus(path(name)).getLen();
  }

  /**
   * A name for what is not finished; it may hold a folder, and the temporary one goes beside it.
   */
  Path temporary(String name) {
    Path target = path(name);
    return new Path(target.getParent(), TEMPORARY + target.getName() + "-" + UUID.randomUUID());
  }

  /** A new, empty folder of a temporary name. */
  Path temporaryFolder(String name) throws IOException {
    Path folder = temporary(name);
    if (!files.mkdirs(folder)) {
      throw new IOException("folder must be possible to create: " + folder);
    }
    return folder;
  }

  /** Moves a complete folder to its name; what was there before is gone after. */
  void publish(Path temporary, String name) throws IOException {
    Path target = path(name);
    Path old = temporary(name);
    boolean replaces = files.exists(target);
    if (replaces) {
      // Renamed first: a deletion that is cut short would leave a folder that looks published.
      rename(target, old);
    }
    rename(temporary, target);
    if (replaces) {
      files.delete(old, true);
    }
  }

  /** Deletes a folder, if it is there: gone from its name at once. */
  void remove(String name) throws IOException {
    Path folder = path(name);
    Path aside = new Path(root, TEMPORARY + folder.getName() + "-" + UUID.randomUUID());
    WholeFolder.remove(files, folder, aside);
  }

  void delete(Path path) throws IOException {
    files.delete(path, true);
  }

  void deleteIfEmpty(String name) throws IOException {
    Path folder = path(name);
    if (files.exists(folder) && files.listStatus(folder).length == 0) {
      files.delete(folder, false);
    }
  }

  /** Removes what runs that were killed have left. */
  void sweep() throws IOException {
    for (FileStatus entry : files.listStatus(root)) {
      if (entry.getPath().getName().startsWith(TEMPORARY)) {
        files.delete(entry.getPath(), true);
      }
    }
  }

  /** Length of every file below a folder, by its path relative to it; checksum side files aside. */
  SortedMap<String, Long> lengths(Path folder) throws IOException {
    SortedMap<String, Long> lengths = new TreeMap<>();
    String prefix = folder.toUri().getPath() + "/";
    RemoteIterator<LocatedFileStatus> all = files.listFiles(folder, true);
    while (all.hasNext()) {
      LocatedFileStatus file = all.next();
      String name = file.getPath().getName();
      if (!(name.startsWith(".") && name.endsWith(".crc"))) {
        lengths.put(file.getPath().toUri().getPath().substring(prefix.length()), file.getLen());
      }
    }
    return lengths;
  }

  private void replaceFile(Path from, Path to) throws IOException {
    // HDFS refuses to rename onto a file; these files can all be written again.
    if (!isLocal() && files.exists(to)) {
      files.delete(to, false);
    }
    rename(from, to);
  }

  private boolean isLocal() {
    return "file".equals(root.toUri().getScheme());
  }

  private void rename(Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException("rename must succeed: " + from + " to " + to);
    }
  }
}
