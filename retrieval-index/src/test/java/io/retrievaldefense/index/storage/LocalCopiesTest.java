package io.retrievaldefense.index.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of remote shards outlive neither their process nor, if it was killed, the next one. */
class LocalCopiesTest {
  @TempDir private Path parent;

  @Test
  void whatIsInUseIsLeftAlone() throws IOException {
    Path copy = Files.writeString(LocalCopies.create(parent).next(), "in use");
    LocalCopies.create(parent);
    assertThat(copy).hasContent("in use");
  }

  @Test
  void whatAKilledProcessHasLeftIsRemoved() throws IOException {
    Path left = Files.createDirectory(parent.resolve("retrieval-index-of-the-dead"));
    Files.createFile(left.resolve(".lock"));
    Files.writeString(left.resolve("1.shard"), "left");
    LocalCopies.create(parent);
    assertThat(left).doesNotExist();
  }

  @Test
  void folderWithoutALockIsNotOurs() throws IOException {
    Path other = Files.createDirectory(parent.resolve("retrieval-index-notes"));
    LocalCopies.create(parent);
    assertThat(other).exists();
  }
}
