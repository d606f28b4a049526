package io.retrievaldefense.index.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Copies of remote shards leave nothing on the disk, whatever becomes of the copying. */
class PrivateCopyTest {
  @TempDir private Path folder;

  /** Is told before each read. */
  private interface Reads {
    void next() throws IOException;
  }

  private static InputStream watched(byte[] content, Reads reads) {
    return new FilterInputStream(new ByteArrayInputStream(content)) {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        reads.next();
        return super.read(bytes, offset, length);
      }
    };
  }

  private static byte[] content() {
    byte[] content = new byte[100_000];
    new Random(1).nextBytes(content);
    return content;
  }

  @Test
  void theMapHoldsWithoutAFile() throws IOException {
    MappedByteBuffer map = PrivateCopy.map(new ByteArrayInputStream(content()), folder);
    assertThat(folder).isEmptyDirectory();
    byte[] found = new byte[map.remaining()];
    map.get(found);
    assertThat(found).isEqualTo(content());
  }

  @Test
  void aFolderOfTemporaryFilesThatIsNotThereIsNamed() {
    Path swept = folder.resolve("swept");
    assertThatThrownBy(() -> PrivateCopy.map(new ByteArrayInputStream(content()), swept))
        .hasMessage("folder of temporary files must exist: " + swept);
  }

  /** So a process that is killed leaves nothing either. */
  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void thereIsNoFileWhileItIsWritten() throws IOException {
    InputStream in = watched(content(), () -> assertThat(folder).isEmptyDirectory());
    assertThat(PrivateCopy.map(in, folder).remaining()).isEqualTo(100_000);
  }

  @Test
  void aCopyThatFailsIsGone() {
    int[] reads = new int[1];
    InputStream in =
        watched(
            content(),
            () -> {
              if (++reads[0] == 3) {
                throw new IOException("connection lost");
              }
            });
    assertThatThrownBy(() -> PrivateCopy.map(in, folder)).hasMessage("connection lost");
    assertThat(folder).isEmptyDirectory();
  }
}
