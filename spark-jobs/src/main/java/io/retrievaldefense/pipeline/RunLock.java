package io.retrievaldefense.pipeline;

import io.retrievaldefense.config.BadInputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import org.apache.hadoop.fs.Path;

/**
 * Keeps a second process out of a run directory on the local disk. The operating system lets go of
 * it when the process ends, however it ends. Other file systems have no such lock: there it is the
 * user who starts one process per run directory.
 */
final class RunLock implements AutoCloseable {
  static final String FILE = ".lock";

  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Keeps nobody out: for those who only look. */
  static RunLock none() {
    return new RunLock(null);
  }

  static RunLock take(Path root) throws IOException {
    if (!"file".equals(root.toUri().getScheme())) {
      return new RunLock(null);
    }
    FileChannel channel =
        FileChannel.open(
            java.nio.file.Path.of(root.toUri().getPath(), FILE),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    if (!locked(channel)) {
      channel.close();
      throw new BadInputException(
          "output folder must not be in use by another process: " + root.toUri().getPath());
    }
    return new RunLock(channel);
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
