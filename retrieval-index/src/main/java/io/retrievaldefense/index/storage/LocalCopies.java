package io.retrievaldefense.index.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A folder of this process for copies of remote files. It goes when the process ends; of one that
 * was killed it stays, until the next process that needs such a folder finds that nobody holds its
 * lock any more, and removes it.
 */
final class LocalCopies {
  private static final String PREFIX = "retrieval-index-";
  private static final String LOCK = ".lock";
  private static LocalCopies ofThisProcess;

  private final Path folder;

  /** Held until the process ends: the operating system lets go of its lock, however it ends. */
  private final FileChannel lock;

  private LocalCopies(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  static synchronized LocalCopies ofThisProcess() throws IOException {
    if (ofThisProcess == null || !ofThisProcess.lock.isOpen()) {
      ofThisProcess = create(Path.of(System.getProperty("java.io.tmpdir")));
    }
    return ofThisProcess;
  }

  /** A new folder below another, from which those of dead processes are removed. */
  static LocalCopies create(Path parent) throws IOException {
    sweep(parent);
    // Under another name until it is locked, or a sweep might take it for a dead process's.
    Path unlocked = Files.createTempDirectory(parent, "new-" + PREFIX);
    FileChannel lock =
        FileChannel.open(
            unlocked.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    lock.lock();
    Path folder = Files.move(unlocked, parent.resolve(PREFIX + UUID.randomUUID()));
    // Deleted last to first: the folder when it is empty.
    folder.toFile().deleteOnExit();
    folder.resolve(LOCK).toFile().deleteOnExit();
    return new LocalCopies(folder, lock);
  }

  /** A path of a file that is not there yet. */
  Path next() {
    Path copy = folder.resolve(UUID.randomUUID() + ".shard");
    copy.toFile().deleteOnExit();
    return copy;
  }

  private static void sweep(Path parent) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path folder : folders) {
        if (Files.exists(folder.resolve(LOCK))) {
          removeIfAbandoned(folder);
        }
      }
    }
  }

  private static void removeIfAbandoned(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        return;
      }
      try (DirectoryStream<Path> copies = Files.newDirectoryStream(folder, "*.shard")) {
        for (Path copy : copies) {
          Files.deleteIfExists(copy);
        }
      }
      Files.deleteIfExists(folder.resolve(LOCK));
      Files.deleteIfExists(folder);
    } catch (OverlappingFileLockException heldByThisProcess) {
      return;
    } catch (NoSuchFileException sweptByAnother) {
      return;
    }
  }
}
