package io.retrievaldefense.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a command could find out at the end of its work is refused at its beginning. */
class RefusedBeforeWorkTest extends VectorFolder {
  private static final int DIMENSION = 16;

  private String refusedSearch(Path out) {
    return commands.refused("index", "search", index, "--queries", queries, "--out", "" + out);
  }

  @Test
  void answersThatCouldNotBeWritten() throws IOException {
    UnreadableIndex.commit(index, DIMENSION, 1000, 1L << 40);
    Path table = Files.createDirectory(folder.resolve("found.parquet"));
    assertThat(refusedSearch(table)).isEqualTo("table to write must not be there yet: " + table);
    Path below = Path.of(queries, "found.parquet");
    assertThat(refusedSearch(below))
        .startsWith("folder of the table to write must be a folder: ")
        .endsWith(" of " + below);
    Path missing = folder.resolve("none/found.ivecs");
    assertThat(refusedSearch(missing))
        .isEqualTo("folder of the file to write must exist: " + missing);
    Path ids = folder.resolve("found.ivecs");
    assertThat(refusedSearch(ids))
        .isEqualTo("ids must have at most 31 bits to be written to " + ids + ": 1099511627776");
    assertThat(ids).doesNotExist();
  }

  @Test
  void shardsThatWouldBeTooLong() throws IOException {
    UnreadableIndex.commit(index, DIMENSION, 50_000_000, 49_999_999);
    assertThat(commands.refused("index", "compact", index, "--rows-per-shard", "20000000"))
        .matches(
            "rows per shard must leave a shard of at most 2147483647 bytes: \\d{10} with 20000000");
    // Of fewer rows than a shard may have, one shard can be made whatever is asked for.
    commands.done("index", "build", "--vectors", base, "--out", index + "2");
    assertThat(commands.done("index", "compact", index + "2", "--rows-per-shard", "2000000000"))
        .startsWith("snapshot 2: from 1 shards; 1,000 vectors");
  }

  /** The number of classes, one more, would be negative. */
  @Test
  void aLabelBeyondTheHighest() throws IOException {
    Path labels =
        Files.writeString(
            folder.resolve("labels.txt"),
            IntStream.range(0, 1000)
                .mapToObj(i -> Integer.toString(i == 7 ? Integer.MAX_VALUE : 1))
                .collect(Collectors.joining("\n")));
    assertThat(
            commands.refused(
                "index", "build", "--vectors", base, "--labels", "" + labels, "--out", index))
        .isEqualTo("labels must be at most 2147483646: 2147483647 in " + labels);
  }

  @Test
  void aNumberOfSnapshotsThatCannotBeKept() {
    assertThat(
            commands.refused("rebuild", "--extractor", "cnn.model", "--out", index, "--keep", "0"))
        .isEqualTo("--keep must be at least 1: 0");
  }

  @Test
  void aSchemeOfNoFileSystem() {
    String sentence = "scheme of a path must be that of a file system: hdsf";
    String out = "hdsf:///nightly";
    assertThat(commands.refused("rebuild", "--extractor", "cnn.model", "--out", out))
        .isEqualTo(sentence);
    assertThat(commands.refused("run", "--out", out)).isEqualTo(sentence);
    assertThat(commands.refused("index", "stats", out)).isEqualTo(sentence);
    assertThat(commands.refused("index", "build", "--vectors", base, "--out", out))
        .isEqualTo(sentence);
  }

  @Test
  void anEmptyPath() {
    assertThat(commands.refused("rebuild", "--extractor", "cnn.model", "--out", ""))
        .isEqualTo("path must not be empty: \"\"");
    assertThat(commands.refused("run", "--out", "")).isEqualTo("path must not be empty: \"\"");
    assertThat(commands.refused("index", "stats", ""))
        .isEqualTo("index location must not be blank:");
    assertThat(commands.refused("index", "build", "--vectors", base, "--out", ""))
        .isEqualTo("index location must not be blank:");
  }
}
