package io.retrievaldefense.images;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Files of this machine, by path or by {@code file:} URI. */
public record LocalFiles() implements FileAccess {

  @Override
  public InputStream open(String path) throws IOException {
    try {
      return Files.newInputStream(local(path));
    } catch (NoSuchFileException e) {
      throw absent("file", path, e);
    }
  }

  @Override
  public long length(String path) throws IOException {
    try {
      return Files.size(local(path));
    } catch (NoSuchFileException e) {
      throw absent("file", path, e);
    }
  }

  @Override
  public boolean exists(String path) {
    return Files.exists(local(path));
  }

  @Override
  public List<Entry> list(String folder) throws IOException {
    if (!Files.isDirectory(local(folder))) {
      throw absent("folder", folder, null);
    }
    try (Stream<Path> children = Files.list(local(folder))) {
      return children
          .map(p -> new Entry(p.toString(), p.getFileName().toString(), Files.isDirectory(p)))
          .filter(e -> !e.name().startsWith(".") && !e.name().startsWith("_"))
          .sorted(Comparator.comparing(Entry::name))
          .toList();
    }
  }

  private static Path local(String path) {
    return path.startsWith("file:") ? Path.of(URI.create(path)) : Path.of(path);
  }

  private static FileNotFoundException absent(String what, String path, Exception cause) {
    FileNotFoundException e = new FileNotFoundException(what + " must exist: " + path);
    e.initCause(cause);
    return e;
  }
}
