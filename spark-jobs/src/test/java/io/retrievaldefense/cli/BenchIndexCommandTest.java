package io.retrievaldefense.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.retrievaldefense.index.vectors.VectorFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchIndexCommandTest {
  @TempDir private Path folder;

  private final CommandHarness commands = new CommandHarness();

  @Test
  void allEnginesAreMeasuredOnTheSameGeneratedVectors() throws IOException {
    Path json = folder.resolve("bench.json");
    String told =
        commands.done(
            "bench",
            "index",
            "--generate",
            "2000",
            "--dimension",
            "16",
            "--query-count",
            "10",
            "--rounds",
            "1",
            "--heap",
            "1g",
            "--recall",
            "0.9",
            "--work",
            folder.toString(),
            "--json",
            json.toString());
    assertThat(told).contains("exact recall 1.000", "lsh ", "hnsw ", "mllib ");
    JsonNode root = new ObjectMapper().readTree(json.toFile());
    List<String> engines = root.get("rows").findValuesAsText("engine").stream().distinct().toList();
    assertThat(engines).containsExactly("exact", "lsh", "hnsw", "mllib");
    for (JsonNode row : root.get("rows")) {
      assertThat(row.get("vectors").asInt()).isEqualTo(2000);
      assertThat(row.get("dimension").asInt()).isEqualTo(16);
      assertThat(row.get("threads").asInt()).isEqualTo(1);
      assertThat(row.get("recall_at_10").asDouble()).isBetween(0.05, 1.0);
      assertThat(row.get("queries_per_second").asDouble()).isPositive();
      assertThat(row.get("build_seconds").asDouble()).isPositive();
      assertThat(row.get("held_bytes").asLong()).isGreaterThan(1 << 20);
      assertThat(row.get("peak_resident_bytes").asLong())
          .isGreaterThan(row.get("held_bytes").asLong());
    }
    // Tuned for .9 on a sample of the same.
    List<Double> recalls =
        root.get("rows").findParents("engine").stream()
            .filter(row -> row.get("engine").asText().equals("lsh"))
            .map(row -> row.get("recall_at_10").asDouble())
            .toList();
    assertThat(recalls).hasSizeGreaterThan(2).anyMatch(recall -> recall > 0.85);
    assertThat(root.get("bytes_per_vector").get("ids").asDouble()).isEqualTo(8);
    assertThat(root.get("bytes_per_vector").get("vectors").asDouble()).isEqualTo(64);
    // A million at least tell what a billion cost.
    assertThat(root.has("billion_vectors")).isFalse();
    assertThat(root.get("tuning")).isNotEmpty();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(json);
    }
  }

  @Test
  void aFileIsMeasuredWithTheParametersThatAreGiven() throws IOException {
    Path vectors = folder.resolve("base.fvecs");
    Path queries = folder.resolve("query.fvecs");
    VectorFiles.writeFvecs(vectors, IndexCommandsTest.vectors(0, 500));
    VectorFiles.writeFvecs(queries, IndexCommandsTest.vectors(500, 10));
    assertThat(
            commands.done(
                "bench",
                "index",
                "--vectors",
                vectors.toString(),
                "--queries",
                queries.toString(),
                "--engines",
                "exact,lsh",
                "--rounds",
                "1",
                "--set",
                "index.functions=4",
                "--set",
                "index.probes=8"))
        .contains(" w=16.0 probes=2 rerank=200", " w=16.0 probes=32 rerank=200")
        .doesNotContain("hnsw");
  }

  @Test
  void tasksAreHeldToTheAnswersOfOneMachine() throws IOException {
    String[] arguments = {
      "bench",
      "distributed",
      "--generate",
      "3000",
      "--query-count",
      "1500",
      "--rows-per-shard",
      "500",
      "--work",
      folder.resolve("index").toString(),
      "--master",
      "local[2]",
      "--json",
      folder.resolve("d.json").toString()
    };
    assertThat(commands.done(arguments))
        .startsWith("1,500 queries against 3,000 vectors in 6 shards: ")
        .endsWith("answers equal bit by bit\n");
    assertThat(
            new ObjectMapper().readTree(folder.resolve("d.json").toFile()).get("equal").asBoolean())
        .isTrue();
    arguments[3] = "4000";
    assertThat(commands.refused(arguments))
        .isEqualTo("--work must hold 4000 vectors or be empty: 3000");
  }

  @Test
  void whatCannotBeMeasuredIsRefusedInOneSentence() {
    assertThat(commands.refused("bench", "index", "--vectors", "base.fvecs"))
        .startsWith("vectors and queries must come together: ");
    assertThat(commands.refused("bench", "index", "--generate", "5"))
        .isEqualTo("generated vectors must be at least the neighbors, 10: 5");
    assertThat(commands.refused("bench", "index", "--engines", "lsh"))
        .isEqualTo("engines must be exact and then some of lsh, hnsw, mllib: [lsh]");
    assertThat(commands.refused("bench", "index", "--rounds", "0"))
        .isEqualTo("rounds must be at least 1: 0");
    assertThat(commands.refused("bench", "index", "--recall", "2"))
        .isEqualTo("recall must be above 0 and at most 1: 2.0");
  }
}
