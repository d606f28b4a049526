package io.retrievaldefense.index.storage;

import java.io.FileNotFoundException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * A folder on HDFS or another Hadoop file system. On HDFS {@link #publish} is atomic: rename does
 * not overwrite and its returned boolean is checked. On object stores a rename is a copy, so there
 * an index must have a single writer.
 */
final class HadoopFiles implements IndexFiles {
  private final org.apache.hadoop.fs.Path root;
  private final FileSystem fileSystem;

  HadoopFiles(org.apache.hadoop.fs.Path root, Configuration configuration) {
    try {
      this.fileSystem = root.getFileSystem(configuration);
      this.root = fileSystem.makeQualified(root);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot reach " + root, e);
    }
  }

  @Override
  public String location() {
    return root.toString();
  }

  @Override
  public List<String> list(String folder) throws IOException {
    List<String> names = new ArrayList<>();
    org.apache.hadoop.fs.Path directory = folder.isEmpty() ? root : resolve(folder);
    FileStatus[] entries;
    try {
      entries = fileSystem.listStatus(directory);
    } catch (FileNotFoundException e) {
      // An index that was never written is an answer here, not a failure.
      return List.of();
    }
    for (FileStatus entry : entries) {
      if (entry.isFile()) {
        names.add((folder.isEmpty() ? "" : folder + "/") + entry.getPath().getName());
      }
    }
    names.sort(null);
    return names;
  }

  @Override
  public byte[] read(String name, int limit) throws IOException {
    FileStatus status = status(name);
    CorruptIndexException.requireLength(status.getPath().toString(), limit, status.getLen());
    byte[] content = new byte[(int) status.getLen()];
    try (FSDataInputStream in = fileSystem.open(status.getPath())) {
      in.readFully(content);
    }
    return content;
  }

  @Override
  public OutputStream create(String name) throws IOException {
    org.apache.hadoop.fs.Path path = resolve(name);
    try {
      return new DurableStream(fileSystem.create(path, false));
    } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
      throw alreadyExists(path, e);
    }
  }

  @Override
  public void publish(String name, byte[] content) throws IOException {
    org.apache.hadoop.fs.Path target = resolve(name);
    org.apache.hadoop.fs.Path temporary =
        new org.apache.hadoop.fs.Path(
            target.getParent(), "." + target.getName() + "." + UUID.randomUUID());
    try {
      try (OutputStream out = new DurableStream(fileSystem.create(temporary, false))) {
        out.write(content);
      }
      // The atomic commit: HDFS answers false when the target exists.
      boolean renamed;
      try {
        renamed = fileSystem.rename(temporary, target);
      } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
        throw alreadyExists(target, e);
      }
      if (!renamed) {
        if (fileSystem.exists(target)) {
          throw alreadyExists(target, null);
        }
        throw new IOException("cannot rename " + temporary + " to " + target);
      }
    } finally {
      fileSystem.delete(temporary, false);
    }
  }

  @Override
  public void delete(String name) throws IOException {
    fileSystem.delete(resolve(name), false);
  }

  @Override
  public Instant modified(String name) throws IOException {
    return Instant.ofEpochMilli(status(name).getModificationTime());
  }

  @Override
  public MappedByteBuffer map(String name, long limit) throws IOException {
    FileStatus status = status(name);
    CorruptIndexException.requireLength(status.getPath().toString(), limit, status.getLen());
    try (FSDataInputStream in = fileSystem.open(status.getPath())) {
      return PrivateCopy.map(in, Path.of(System.getProperty("java.io.tmpdir")));
    }
  }

  private FileStatus status(String name) throws IOException {
    org.apache.hadoop.fs.Path path = resolve(name);
    try {
      return fileSystem.getFileStatus(path);
    } catch (FileNotFoundException e) {
      NoSuchFileException absent = new NoSuchFileException(path.toString());
      absent.initCause(e);
      throw absent;
    }
  }

  private org.apache.hadoop.fs.Path resolve(String name) {
    if (name.isEmpty() || name.startsWith("/") || Arrays.asList(name.split("/")).contains("..")) {
      throw new IllegalArgumentException("file name must stay inside the index folder: " + name);
    }
    return new org.apache.hadoop.fs.Path(root, name);
  }

  private static FileAlreadyExistsException alreadyExists(
      org.apache.hadoop.fs.Path path, IOException cause) {
    FileAlreadyExistsException exists = new FileAlreadyExistsException(path.toString());
    if (cause != null) {
      exists.initCause(cause);
    }
    return exists;
  }

  private static final class DurableStream extends FilterOutputStream {
    private final FSDataOutputStream stream;
    private boolean closed;

    DurableStream(FSDataOutputStream stream) {
      super(stream);
      this.stream = stream;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      stream.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        try (stream) {
          if (stream.hasCapability(StreamCapabilities.HSYNC)) {
            stream.hsync();
          }
        }
      }
    }
  }
}
