package io.retrievaldefense.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.index.projection.Digests;
import io.retrievaldefense.pipeline.Version;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A folder on a local disk that is there whole or not at all: files are written to a hidden one
 * beside it, which takes its name when {@code manifest.json} is complete.
 */
final class ExportFolder implements Closeable {
  static final String MANIFEST = "manifest.json";

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path target;
  private final Path temporary;
  private final ObjectNode manifest = JSON.createObjectNode();

  private ExportFolder(Path target, Path temporary, String format) {
    this.target = target;
    this.temporary = temporary;
    manifest.put("format", format).put("version", Version.current());
  }

  /**
   * Refuses a target that an export would have to share; to be called before any work.
   *
   * @throws BadInputException if it is a file or holds anything
   */
  static void requireFree(Path target) throws IOException {
    if (target.toAbsolutePath().normalize().getFileName() == null) {
      throw new BadInputException("export folder must have a name: " + target);
    }
    if (!Files.exists(target)) {
      return;
    }
    if (!Files.isDirectory(target)) {
      throw new BadInputException("export folder must be a folder: " + target);
    }
    try (Stream<Path> entries = Files.list(target)) {
      entries
          .map(entry -> entry.getFileName().toString())
          .min(Comparator.naturalOrder())
          .ifPresent(
              entry -> {
                throw new BadInputException(
                    "export folder must be empty: " + target + " holds " + entry);
              });
    }
  }

  /**
   * Begins an export.
   *
   * @param target where it will be
   * @param format what the manifest calls it
   */
  static ExportFolder begin(Path target, String format) throws IOException {
    requireFree(target);
    Path whole = target.toAbsolutePath().normalize();
    Path temporary = whole.resolveSibling(".tmp-" + whole.getFileName() + "-" + UUID.randomUUID());
    Files.createDirectories(temporary);
    return new ExportFolder(whole, temporary, format);
  }

  /** The manifest, to be filled; {@link #publish} adds the files. */
  ObjectNode manifest() {
    return manifest;
  }

  /** Where a file of the export is to be written. */
  Path file(String name) {
    return temporary.resolve(name);
  }

  void write(String name, byte[] content) throws IOException {
    Files.write(file(name), content);
  }

  /** Copies a file that is part of the program. */
  void writeResource(String resource, String name) throws IOException {
    try (InputStream in = ExportFolder.class.getResourceAsStream(resource)) {
      write(name, in.readAllBytes());
    }
  }

  /**
   * Writes the manifest, with length and digest of every file, and gives the folder its name.
   *
   * @return the names of the files
   */
  List<String> publish() throws IOException {
    List<String> names;
    try (Stream<Path> files = Files.list(temporary)) {
      names = files.map(file -> file.getFileName().toString()).sorted().toList();
    }
    ObjectNode digests = manifest.putObject("files");
    for (String name : names) {
      digests
          .putObject(name)
          .put("bytes", Files.size(file(name)))
          .put("sha256", sha256(file(name)));
    }
    write(MANIFEST, JSON.writeValueAsBytes(manifest));
    // An empty folder is replaced; one that was filled meanwhile is not.
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    return names;
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest sha = Digests.sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  /** Removes what was written, unless it was published. */
  @Override
  public void close() throws IOException {
    if (Files.exists(temporary)) {
      try (Stream<Path> files = Files.list(temporary)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(temporary);
    }
  }
}
