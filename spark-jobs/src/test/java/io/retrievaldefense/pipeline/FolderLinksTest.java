package io.retrievaldefense.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLinksTest {
  @TempDir private Path folder;

  private Path from;
  private Path to;

  @BeforeEach
  void writeAFolder() throws IOException {
    from = folder.resolve("from");
    to = folder.resolve("to");
    Files.createDirectories(from.resolve("deep"));
    Files.writeString(from.resolve("a"), "A");
    Files.writeString(from.resolve("deep/b"), "B");
  }

  private static FolderLinks refusing(IOException refusal) {
    return new FolderLinks(
        (link, existing) -> {
          throw refusal;
        });
  }

  private void requireWhole() {
    assertThat(to.resolve("a")).hasContent("A");
    assertThat(to.resolve("deep/b")).hasContent("B");
  }

  @Test
  void filesOfAFolderAreLinked() throws IOException {
    FolderLinks.create().copy(from, to);

    requireWhole();
    assertThat(Files.getAttribute(to.resolve("deep/b"), "unix:ino"))
        .isEqualTo(Files.getAttribute(from.resolve("deep/b"), "unix:ino"));
  }

  @Test
  void filesAreCopiedWhereTheDiskCannotLinkThem() throws IOException {
    refusing(new FileSystemException("to", "from", "Invalid cross-device link")).copy(from, to);

    requireWhole();
    assertThat(Files.getAttribute(to.resolve("a"), "unix:nlink")).isEqualTo(1);
  }

  @Test
  void filesAreCopiedWhereTheFileSystemHasNoLinks() throws IOException {
    FolderLinks none =
        new FolderLinks(
            (link, existing) -> {
              throw new UnsupportedOperationException("no links");
            });
    none.copy(from, to);

    requireWhole();
  }

  @Test
  void whatIsWrongWithTheFilesIsToldAndNothingCopied() {
    assertThatThrownBy(() -> refusing(new AccessDeniedException("to/a")).copy(from, to))
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> refusing(new NoSuchFileException("from/a")).copy(from, to))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> refusing(new IOException("disk is gone")).copy(from, to))
        .hasMessage("disk is gone");
    assertThat(to.resolve("a")).doesNotExist();
  }

  @Test
  void aFileThatIsThereIsNotReplaced() throws IOException {
    Files.createDirectories(to);
    Files.writeString(to.resolve("a"), "other");

    assertThatThrownBy(() -> FolderLinks.create().copy(from, to))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(
            () -> refusing(new FileSystemException("to", "from", "no links")).copy(from, to))
        .isInstanceOf(FileAlreadyExistsException.class)
        .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessageContaining("no links"));
    assertThat(to.resolve("a")).hasContent("other");
  }
}
