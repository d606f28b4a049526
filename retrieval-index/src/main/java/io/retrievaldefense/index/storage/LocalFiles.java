package io.retrievaldefense.index.storage;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A folder on a local disk, through {@code java.nio} alone: Hadoop's local file system replaces on
 * rename and leaves {@code .crc} files beside every file.
 */
final class LocalFiles implements IndexFiles {
  private final Path root;
  private final String scheme;

  /**
   * @param root the folder
   * @param scheme what its location begins with; may be empty
   */
  LocalFiles(Path root, String scheme) {
    this.root = root.toAbsolutePath().normalize();
    this.scheme = scheme;
  }

  @Override
  public String location() {
    return scheme + root;
  }

  @Override
  public List<String> list(String folder) throws IOException {
    Path directory = folder.isEmpty() ? root : resolve(folder);
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(Files::isRegularFile)
          .map(path -> root.relativize(path).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  @Override
  public byte[] read(String name, int limit) throws IOException {
    Path path = resolve(name);
    CorruptIndexException.requireLength(path.toString(), limit, Files.size(path));
    return Files.readAllBytes(path);
  }

  @Override
  public OutputStream create(String name) throws IOException {
    Path path = resolve(name);
    createFolder(path.getParent());
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new DurableStream(channel, path.getParent());
  }

  @Override
  public void publish(String name, byte[] content) throws IOException {
    Path target = resolve(name);
    Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
    createFolder(target.getParent());
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      // The atomic commit: a hard link fails when the target exists, where a rename would replace.
      Files.createLink(target, temporary);
    } finally {
      Files.deleteIfExists(temporary);
    }
    force(target.getParent());
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(resolve(name));
  }

  @Override
  public Instant modified(String name) throws IOException {
    return Files.getLastModifiedTime(resolve(name)).toInstant();
  }

  @Override
  public MappedByteBuffer map(String name, long limit) throws IOException {
    Path path = resolve(name);
    if (!Files.isRegularFile(path)) {
      throw new NoSuchFileException(path.toString());
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      CorruptIndexException.requireLength(path.toString(), limit, channel.size());
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
    }
  }

  private Path resolve(String name) {
    Path path = root.resolve(name).normalize();
    if (!path.startsWith(root) || path.equals(root)) {
      throw new IllegalArgumentException("file name must stay inside the index folder: " + name);
    }
    return path;
  }

  /** A new folder is durable only when the one it is in is, and so on up. */
  private static void createFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      createFolder(folder.getParent());
      Files.createDirectories(folder);
      force(folder.getParent());
    }
  }

  /** A new name in a folder is durable only when the folder is. */
  private static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static final class DurableStream extends FilterOutputStream {
    private final FileChannel channel;
    private final Path directory;

    DurableStream(FileChannel channel, Path directory) {
      super(Channels.newOutputStream(channel));
      this.channel = channel;
      this.directory = directory;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      if (channel.isOpen()) {
        try (channel) {
          channel.force(true);
        }
        force(directory);
      }
    }
  }
}
