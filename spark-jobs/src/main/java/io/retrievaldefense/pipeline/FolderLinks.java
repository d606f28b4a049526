package io.retrievaldefense.pipeline;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Copies of folders on the local disk by hard links: what is finished is never written to, so that
 * one copy on the disk serves all. Files are copied where no link is possible.
 */
final class FolderLinks {
  private final Link link;

  /** How a link is made, as by {@link Files#createLink}. */
  @FunctionalInterface
  interface Link {
    void create(Path link, Path existing) throws IOException;
  }

  FolderLinks(Link link) {
    this.link = link;
  }

  /** With the links of the operating system. */
  static FolderLinks create() {
    return new FolderLinks(Files::createLink);
  }

  /**
   * @param from a folder
   * @param to where its files are to be found too; folders may be there, files must not
   */
  void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          linkOrCopy(path, target);
        }
      }
    }
  }

  private void linkOrCopy(Path from, Path to) throws IOException {
    try {
      link.create(to, from);
    } catch (UnsupportedOperationException noLinks) {
      Files.copy(from, to);
    } catch (FileSystemException refused) {
      if (!saysNoLinkIsPossible(refused)) {
        throw refused;
      }
      copyInstead(from, to, refused);
    }
  }

  /**
   * Whether the disk cannot link these files, rather than that something is wrong with them. That
   * cannot be asked beforehand: two mounts of one disk are one file store, and still not linked.
   * What is wrong with files has an exception of its own (denied, missing, already there); the
   * operating system's other reasons have none: another disk (EXDEV), a file system without links
   * (EPERM), the most links to a file (EMLINK).
   */
  private static boolean saysNoLinkIsPossible(FileSystemException refused) {
    return refused.getClass() == FileSystemException.class;
  }

  private static void copyInstead(Path from, Path to, FileSystemException refused)
      throws IOException {
    try {
      Files.copy(from, to);
    } catch (IOException failed) {
      failed.addSuppressed(refused);
      throw failed;
    }
  }
}
