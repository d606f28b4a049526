package io.retrievaldefense.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FileAccessTest {

  @TempDir Path folder;

  static Stream<FileAccess> implementations() {
    SortedMap<String, String> settings = new TreeMap<>();
    settings.put("fs.defaultFS", "file:///");
    return Stream.of(new LocalFiles(), new HadoopFiles(), new HadoopFiles(settings));
  }

  @ParameterizedTest
  @MethodSource("implementations")
  void readsByPathAndByUriAfterBeingShipped(FileAccess access)
      throws IOException, ClassNotFoundException {
    Path file = Files.writeString(folder.resolve("a b.txt"), "hello");
    FileAccess files = shipped(access);
    for (String path : List.of(file.toString(), "file://" + file.toString().replace(" ", "%20"))) {
      if (path.contains("%") && access instanceof HadoopFiles) {
        continue; // Hadoop's paths are not percent-encoded.
      }
      assertThat(files.exists(path)).isTrue();
      assertThat(files.length(path)).isEqualTo(5);
      try (InputStream in = files.open(path)) {
        assertThat(in.readAllBytes()).asString().isEqualTo("hello");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("implementations")
  void listsByNameWithoutHiddenOnes(FileAccess files) throws IOException {
    Files.createDirectory(folder.resolve("sub"));
    for (String name : List.of("b", "B", "a", ".crc", "_SUCCESS")) {
      Files.writeString(folder.resolve(name), name);
    }
    List<FileAccess.Entry> entries = files.list(folder.toString());
    assertThat(entries).extracting(FileAccess.Entry::name).containsExactly("B", "a", "b", "sub");
    assertThat(entries)
        .extracting(FileAccess.Entry::folder)
        .containsExactly(false, false, false, true);
    try (InputStream in = files.open(entries.get(1).path())) {
      assertThat(in.readAllBytes()).asString().isEqualTo("a");
    }
    assertThat(files.list(FileAccess.child(folder.toString(), "sub"))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("implementations")
  void absentOnes(FileAccess files) throws IOException {
    String path = FileAccess.child(folder + "/", "no");
    assertThat(files.exists(path)).isFalse();
    assertThatThrownBy(() -> files.open(path)).isInstanceOf(FileNotFoundException.class);
    assertThatThrownBy(() -> files.length(path)).isInstanceOf(FileNotFoundException.class);
    assertThatThrownBy(() -> files.list(path))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage("folder must exist: " + path);
  }

  private static FileAccess shipped(FileAccess files) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(files);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (FileAccess) in.readObject();
    }
  }
}
