package io.retrievaldefense.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The benchmarks that measure on a run, on a few hundred images: what they say, not how fast. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BenchRunCommandsTest {
  private static final List<String> SMALL =
      List.of(
          "data.street-numbers.train=500",
          "data.street-numbers.extra=200",
          "data.street-numbers.test=60",
          "data.training.count=400",
          "data.validation.count=100",
          "data.private.count=200",
          "data.test.count=60",
          "attacks.examples=60",
          "extractor.layers=[\"conv 8\",pool,\"conv 12\",pool,\"dense 24\"]",
          "projection.dimension=12");

  private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(String name, String... more) {
    List<String> arguments = new ArrayList<>(List.of("bench", name));
    arguments.addAll(List.of("--out", folder.resolve("run").toString()));
    SMALL.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    arguments.addAll(List.of(more));
    return Main.commandLine(List.of(new BenchCommand()))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments.toArray(String[]::new));
  }

  @BeforeAll
  void makesTheRun(@TempDir Path shared) {
    folder = shared;
    assertThat(execute("attacks", "--examples", "20", "--steps", "1")).as(err.toString()).isZero();
  }

  @Test
  void attacksWithSharesOfTheTime() throws IOException {
    Path json = folder.resolve("attacks.json");
    assertThat(execute("attacks", "--examples", "60", "--steps", "2", "--json", json.toString()))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).contains("train-classifier: ", "retrieval N=10, 200 vectors");
    assertThat(out.toString())
        .contains("PGD-40, ", "PGD-40: retrieval makes ", "iFGSM S=2: retrieval makes ");
    JsonNode written = new ObjectMapper().readTree(json.toFile());
    JsonNode rows = written.get("rows");
    assertThat(rows).hasSize(4);
    assertThat(written.get("retrieval_over_baseline").get("pgd-ce-s40-c16-r1").asDouble())
        .isEqualTo(
            rows.get(3).get("examples_per_second").asDouble()
                / rows.get(2).get("examples_per_second").asDouble());
    for (JsonNode row : rows) {
      assertThat(row.get("examples").asInt()).isBetween(1, 60);
      assertThat(row.get("examples_per_second").asDouble()).isPositive();
      double shares = 0;
      for (String stage : List.of("network", "retrieval", "attention")) {
        shares += row.get("share_" + stage).asDouble();
      }
      assertThat(shares).isGreaterThan(0.05).isLessThanOrEqualTo(1);
    }
    assertThat(rows.get(0).get("share_retrieval").asDouble()).isZero();
    assertThat(rows.get(1).get("share_retrieval").asDouble()).isPositive();
    assertThat(rows.get(1).get("share_attention").asDouble()).isPositive();
  }

  @Test
  void aConfigurationOfOnesOwnIsMeasuredOnItsOwnRun() {
    int before = out.toString().length();
    String config = Path.of("..", "conf", "benchmark.conf").toString();
    assertThat(execute("attacks", "--config", config, "--examples", "20", "--steps", "1"))
        .as(err.toString())
        .isZero();
    assertThat(out.toString().substring(before))
        .contains("train-extractor: skipped, finished", "retrieval N=10");
  }

  @Test
  void whatCannotBeMeasuredIsRefusedBeforeAnyWork() {
    String before = out.toString();
    assertThat(execute("attacks", "--neighbors", "7")).isEqualTo(Failures.BAD_INPUT);
    assertThat(err.toString()).contains("--neighbors must be one of classifier.neighbors [10]: 7");
    assertThat(execute("executors", "--step", "evaluate")).isEqualTo(Failures.BAD_INPUT);
    assertThat(err.toString())
        .contains("--step must be one of [evaluate-attacks, extract-features]: evaluate");
    assertThat(out.toString()).isEqualTo(before);
  }

  @Test
  void oneStepByOneExecutorAndByTwoBesideTheMachine() throws IOException {
    int before = out.toString().length();
    Path json = folder.resolve("executors.json");
    assertThat(execute("executors", "--step", "extract-features", "--json", json.toString()))
        .as(err.toString())
        .isZero();
    assertThat(out.toString().substring(before))
        .containsPattern("extract-features: one executor .* times as fast; the machine itself")
        .doesNotContain("evaluate-attacks: one executor");
    JsonNode written = new ObjectMapper().readTree(json.toFile());
    assertThat(written).hasSize(1);
    JsonNode step = written.get("extract-features");
    assertThat(step.get("ratio").asDouble())
        .isEqualTo(
            step.get("seconds_one_executor").asDouble()
                / step.get("seconds_two_executors").asDouble());
    assertThat(step.get("ratio_of_the_machine").asDouble()).isBetween(0.2, 4.0);
  }

  @Test
  void extractionByOneTaskAndByTwo() throws IOException {
    Path json = folder.resolve("extraction.json");
    assertThat(execute("extraction", "--json", json.toString(), "--images", "100", "--rounds", "2"))
        .as(err.toString())
        .isZero();
    JsonNode figures = new ObjectMapper().readTree(json.toFile());
    assertThat(figures.get("rounds")).hasSize(2);
    double sum = 0;
    for (JsonNode round : figures.get("rounds")) {
      double one = round.get("images_per_second_one_task").asDouble();
      assertThat(one).isPositive();
      sum += round.get("images_per_second_two_tasks").asDouble() / one;
    }
    assertThat(figures.get("ratio").asDouble()).isCloseTo(sum / 2, within(1e-9));
    // More than any JVM with ND4J in it takes at least, less than this machine could have.
    assertThat(figures.get("peak_resident_bytes").asDouble()).isBetween(1e8, 1e12);
  }

  @Test
  void refusesWhatCannotBeMeasured() {
    assertThat(execute("attacks", "--examples", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--examples must be at least 1: 0");
    assertThat(execute("attacks", "--steps", "-3")).isEqualTo(2);
    assertThat(err.toString()).contains("--steps must be at least 1: -3");
    assertThat(execute("extraction", "--images", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--images must be at least 1: 0");
  }
}
