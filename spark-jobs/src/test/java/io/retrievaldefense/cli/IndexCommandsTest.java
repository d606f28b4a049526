package io.retrievaldefense.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.index.vectors.VectorFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IndexCommandsTest extends VectorFolder {
  private static float[] exact(float[][] vectors, float[] query, int rank) {
    return Stream.of(vectors)
        .sorted((a, b) -> Double.compare(distance(a, query), distance(b, query)))
        .skip(rank)
        .findFirst()
        .orElseThrow();
  }

  private static double distance(float[] a, float[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> Math.pow(a[i] - b[i], 2)).sum();
  }

  @Test
  void aFileOfVectorsIsBuiltAndSearched() throws IOException {
    assertThat(commands.done("index", "build", "--vectors", base, "--out", index))
        .startsWith("snapshot 1: 1,000 vectors of 16 in 1 shards, ");
    int[][] exact = found(index, "--engine", "exact", "-n", "5");
    float[][] all = vectors(0, 1000);
    float[][] asked = vectors(1200, 20);
    for (int q = 0; q < asked.length; q++) {
      for (int rank = 0; rank < 5; rank++) {
        assertThat(all[exact[q][rank]]).isEqualTo(exact(all, asked[q], rank));
      }
    }
    assertThat(found(index, "--engine", "hnsw", "-n", "5")).isDeepEqualTo(exact);
    assertThat(found(index, "--probes", "all", "--rerank-limit", "all", "-n", "5"))
        .isDeepEqualTo(exact);
    assertThat(commands.done("index", "search", index, "--queries", queries, "-n", "1"))
        .startsWith("0 1 ")
        .hasLineCount(20);
  }

  @Test
  void anIndexLivesThroughAppendDeleteCompactRollbackAndCollection() throws IOException {
    commands.done("index", "build", "--vectors", base, "--out", index, "--tables", "4");
    assertThat(commands.done("index", "append", index, "--vectors", more))
        .isEqualTo(
            "snapshot 2: 200 appended; 1,200 vectors of 16 in 2 shards, " + bytes(2) + " bytes\n");
    int[][] all = found(index, "-n", "5");
    commands.done("index", "build", "--vectors", all(), "--out", index + "2", "--tables", "4");
    // Another centre and scale, so other candidates: only exhaustive answers must be the same.
    assertThat(found(index + "2", "--engine", "exact"))
        .isDeepEqualTo(found(index, "--engine", "exact"));

    String gone = all[0][0] + "," + all[1][0];
    assertThat(commands.done("index", "delete", index, "--ids", gone))
        .startsWith("snapshot 3: 2 deleted; 1,198 vectors");
    int[][] without = found(index, "-n", "5");
    assertThat(without[0]).startsWith(all[0][1]).doesNotContain(all[0][0]);
    assertThat(commands.done("index", "compact", index))
        .startsWith("snapshot 4: from 2 shards; 1,198 vectors of 16 in 1 shards");
    assertThat(found(index, "-n", "5")).isDeepEqualTo(without);
    assertThat(commands.done("index", "check", index)).contains("1,198 rows", "0 findings");

    assertThat(commands.done("index", "rollback", index, "2"))
        .startsWith("snapshot 5: as snapshot 2; 1,200 vectors of 16 in 2 shards");
    assertThat(found(index, "-n", "5")).isDeepEqualTo(all);
    assertThat(commands.done("index", "snapshots", index))
        .hasLineCount(5)
        .contains("snapshot 3, ", "1,198 vectors in 2 shards", ", 2 deleted\n");

    assertThat(commands.done("index", "gc", index, "--older-than", "1d"))
        .isEqualTo("0 files removed\n");
    String wouldGo = commands.done("index", "gc", index, "--older-than", "0s", "--dry-run");
    assertThat(wouldGo).contains("snapshot-00000001.json", "files would be removed");
    assertThat(commands.done("index", "snapshots", index)).hasLineCount(5);
    assertThat(commands.done("index", "gc", index, "--older-than", "0s"))
        .isEqualTo(wouldGo.replace("would be removed", "removed"));
    assertThat(commands.done("index", "snapshots", index)).hasLineCount(1);
    assertThat(found(index, "-n", "5")).isDeepEqualTo(all);
  }

  private String bytes(int snapshot) {
    return commands
        .done("index", "snapshots", index)
        .lines()
        .skip(snapshot - 1)
        .findFirst()
        .orElseThrow()
        .replaceFirst(".* shards, ([0-9,]+) bytes.*", "$1");
  }

  private String all() throws IOException {
    Path file = folder.resolve("all.fvecs");
    VectorFiles.writeFvecs(file, vectors(0, 1200));
    return file.toString();
  }

  @Test
  void idsToDeleteComeFromAFileToo() throws IOException {
    commands.done("index", "build", "--vectors", base, "--out", index);
    Path ids = Files.writeString(folder.resolve("ids.txt"), "3\n999\n");
    assertThat(commands.done("index", "delete", index, "--ids-file", ids.toString()))
        .startsWith("snapshot 2: 2 deleted; 998 vectors");
    Files.writeString(ids, "3\nx\n");
    assertThat(commands.refused("index", "delete", index, "--ids-file", ids.toString()))
        .isEqualTo("line 2 of " + ids + " must be an id: x");
    assertThat(commands.refused("index", "delete", index, "--ids", "3"))
        .isEqualTo("deleted id must be in the index once: 3");
  }

  @Test
  void labelsComeWithTheAnswers() throws IOException {
    Path labels =
        Files.writeString(
            folder.resolve("labels.txt"),
            IntStream.range(0, 1000)
                .mapToObj(i -> Integer.toString(i % 10))
                .collect(Collectors.joining("\n")));
    commands.done(
        "index", "build", "--vectors", base, "--labels", labels.toString(), "--out", index);
    String[] first =
        commands
            .done("index", "search", index, "--queries", queries, "-n", "1")
            .lines()
            .findFirst()
            .orElseThrow()
            .split(" ");
    assertThat(Integer.parseInt(first[4])).isEqualTo(Integer.parseInt(first[2]) % 10);
    assertThat(commands.done("index", "stats", index)).contains("10 classes; data ");
    assertThat(
            commands.refused(
                "index", "append", index, "--vectors", more, "--labels", labels.toString()))
        .isEqualTo("labels must be as many as vectors, 200: 1000 in " + labels);
  }

  @Test
  void whatCannotBeIsRefusedInOneSentence() throws IOException {
    assertThat(commands.refused("index", "build", "--vectors", "x.csv", "--out", index))
        .isEqualTo("vectors must be .fvecs, .bvecs, .npy or .parquet: x.csv");
    assertThat(
            commands.refused(
                "index", "build", "--vectors", base, "--out", index, "--engine", "ivf"))
        .startsWith("index.engine must be ");
    assertThat(
            commands.refused("index", "build", "--vectors", base, "--out", index, "--tables", "0"))
        .startsWith("index.tables must be a whole number in [1, 1024]: 0");
    Path cut = folder.resolve("cut.fvecs");
    Files.write(cut, new byte[] {1, 2, 3});
    assertThat(commands.refused("index", "build", "--vectors", cut.toString(), "--out", index))
        .contains(cut + ": expected ");
    commands.done("index", "build", "--vectors", base, "--out", index);
    assertThat(commands.refused("index", "search", index, "--queries", base, "-n", "1001"))
        .isEqualTo("--neighbors must be in [1, 1000]: 1001");
    assertThat(commands.refused("index", "search", index, "--queries", base, "--out", "x.txt"))
        .isEqualTo("--out must end in .ivecs or .parquet: x.txt");
    assertThat(commands.refused("index", "search", index, "--queries", base, "--probes", "0"))
        .isEqualTo("--probes must be \"all\" or a whole number of at least 1: 0");
    assertThat(commands.refused("index", "search", index, "--queries", base, "--engine", "ivf"))
        .isEqualTo("engine must be lsh, exact or hnsw: ivf");
    assertThat(commands.refused("index", "gc", index, "--older-than", "7"))
        .isEqualTo("--older-than must be a number with s, m, h or d after it: 7");
    assertThat(commands.refused("index", "rollback", index, "9")).contains("expected snapshot 9");
    assertThat(commands.refused("index", "compact", index, "--rows-per-shard", "0"))
        .isEqualTo("rows per shard must be at least 1: 0");
    Path wide = folder.resolve("wide.fvecs");
    VectorFiles.writeFvecs(wide, new float[][] {{1, 2}});
    assertThat(commands.refused("index", "append", index, "--vectors", wide.toString()))
        .isEqualTo("vector length must be 16 as in the index: 2");
    assertThat(commands.refused("index", "search", index, "--queries", wide.toString()))
        .isEqualTo("queries must have the index's dimension 16: 2");
  }

  @Test
  void aCheckIsAStructuredReport() throws IOException {
    commands.done("index", "build", "--vectors", base, "--out", index);
    assertThat(commands.done("index", "check", index, "--json"))
        .contains("\"sound\" : true", "\"rows\" : 1000");
    try (Stream<Path> shards = Files.list(Path.of(index, "shards"))) {
      Path shard = shards.findFirst().orElseThrow();
      Files.write(shard, new byte[] {1}, java.nio.file.StandardOpenOption.APPEND);
    }
    assertThat(commands.execute("index", "check", index, "--json")).isEqualTo(1);
    assertThat(commands.out()).contains("\"sound\" : false", "\"kind\" : \"TRAILING_BYTES\"");
  }

  @Test
  void tuningWritesAConfigurationThatBuildsWhatItChose() throws IOException {
    Path file = folder.resolve("tuned.conf");
    String told =
        commands.done(
            "index", "tune", "--vectors", base, "--recall", "0.9", "--out", file.toString());
    assertThat(told)
        .contains("chosen: k=", "because it is the cheapest of ", "reaches recall 0.9@10")
        .endsWith("written to " + file + "\n");
    Matcher chosen =
        Pattern.compile("chosen: k=(\\d+) L=(\\d+) w=([0-9.]+) probes=(\\d+)").matcher(told);
    assertThat(chosen.find()).isTrue();
    commands.done("index", "build", "--vectors", base, "--config", file.toString(), "--out", index);
    String built = chosen.group(2) + " tables of " + chosen.group(1) + " functions, width ";
    assertThat(commands.done("index", "stats", index))
        .contains(built + chosen.group(3), chosen.group(4) + " probes per table");

    // The index has the same vectors, so the same is chosen; and build can ask for it.
    assertThat(commands.done("index", "tune", index, "--recall", "0.9"))
        .isEqualTo(told.substring(0, told.indexOf("written to")));
    assertThat(commands.done("index", "build", "--vectors", base, "--tune", "0.9", "--out", index))
        .contains(chosen.group(), "snapshot 2: 1,000 vectors");
    // Twenty queries tell recall to within a tenth.
    assertThat(recall(found(index), found(index, "--engine", "exact"))).isGreaterThan(0.8);

    assertThat(commands.refused("index", "tune", "--vectors", base, "--recall", "1.5"))
        .isEqualTo("recall must be above 0 and at most 1: 1.5");
    VectorFiles.writeFvecs(Path.of(base), vectors(0, 19));
    assertThat(commands.refused("index", "tune", "--vectors", base))
        .isEqualTo("vectors to tune on must be at least 20: 19");
  }

  private static double recall(int[][] found, int[][] truth) {
    int hits = 0;
    for (int q = 0; q < truth.length; q++) {
      List<Integer> ids = IntStream.of(found[q]).boxed().toList();
      hits += (int) IntStream.of(truth[q]).filter(ids::contains).count();
    }
    return (double) hits / (truth.length * truth[0].length);
  }
}
