package io.retrievaldefense.index.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalFilesTest {
  @TempDir Path folder;

  @Test
  void filesKeepTheContractWithoutSideFiles() throws IOException {
    IndexFiles files = IndexFiles.at(folder.resolve("index").toString());
    assertThat(files.list("")).isEmpty();
    try (OutputStream out = files.create("shards/a")) {
      out.write(new byte[] {1, 2, 3});
    }
    assertThatThrownBy(() -> files.create("shards/a"))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(files.read("shards/a", 3)).containsExactly(1, 2, 3);
    assertThatThrownBy(() -> files.read("shards/a", 2))
        .hasMessageEndingWith("expected at most 2 bytes, found 3 bytes");
    files.publish("b", new byte[] {4});
    assertThatThrownBy(() -> files.publish("b", new byte[] {5}))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(files.read("b", 10)).containsExactly(4);
    assertThat(files.list("")).containsExactly("b");
    assertThat(files.list("shards")).containsExactly("shards/a");
    assertThat(files.map("b", 1).get(0)).isEqualTo((byte) 4);
    assertThatThrownBy(() -> files.map("shards/a", 2))
        .hasMessageEndingWith("expected at most 2 bytes, found 3 bytes");
    files.delete("b");
    files.delete("b");
    assertThatThrownBy(() -> files.read("b", 10)).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> files.map("b", 1)).isInstanceOf(NoSuchFileException.class);
    try (var names = Files.walk(folder)) {
      assertThat(names.filter(Files::isRegularFile)).hasSize(1);
    }
  }

  @Test
  void aPathAndItsUriAreTheSameFolder() throws IOException {
    IndexFiles byPath = IndexFiles.at(folder.toString());
    IndexFiles byUri = IndexFiles.at("file:" + folder);
    byPath.publish("a", new byte[] {1});
    assertThat(byUri.read("a", 1)).containsExactly(1);
    assertThat(byUri.location()).isEqualTo(byPath.location());
    assertThat(IndexFiles.at(folder).read("a", 1)).containsExactly(1);
    assertThat(IndexFiles.at(folder).location()).isEqualTo("file:" + folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "50%", "%20", "a#b", "what?"})
  void aNameMayHoldWhatAnEscapedUriCouldNot(String name) throws IOException {
    Path index = folder.resolve(name);
    List<String> locations =
        List.of(
            index.toString(),
            "file:" + index,
            "file://" + index,
            new org.apache.hadoop.fs.Path(index.toUri()).toString());
    for (int i = 0; i < locations.size(); i++) {
      IndexFiles.at(locations.get(i)).publish("file-" + i, new byte[] {1});
      assertThat(index.resolve("file-" + i)).as(locations.get(i)).exists();
    }
  }

  @Test
  void namesStayInsideTheFolder() {
    IndexFiles files = IndexFiles.at(folder.resolve("index").toString());
    for (String name : List.of("../b", "shards/../../b", "/b", "")) {
      assertThatThrownBy(() -> files.read(name, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("file name must stay inside the index folder: " + name);
    }
    assertThatThrownBy(() -> IndexFiles.at(" ")).hasMessage("index location must not be blank:  ");
  }
}
