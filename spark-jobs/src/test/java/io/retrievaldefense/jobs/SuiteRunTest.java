package io.retrievaldefense.jobs;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrievaldefense.attacks.evaluation.Check;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.evaluation.ExampleTable;
import io.retrievaldefense.evaluation.StoredExample;
import io.retrievaldefense.pipeline.PipelineRunner;
import io.retrievaldefense.report.Checklist;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quick suite under all threat models on the real pipeline. */
class SuiteRunTest {

  /** Examples are in a file for each unit's images, and a file has an order of its own. */
  private static final Column[] EXAMPLE_KEY = {
    col("example"), col("model"), col("threat"), col("epsilon")
  };

  @TempDir private Path folder;
  private SparkSession spark;

  @BeforeEach
  void startSpark() {
    spark = RunHarness.spark("local[2]");
  }

  @AfterEach
  void stopSpark() {
    spark.close();
  }

  private static RunConfig config(String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "attacks.suite=quick",
                "attacks.threats=[known-index,private-index,baseline-transfer]",
                "attacks.epsilons=[0.05,0.02]",
                "attacks.examples=12",
                "attacks.unit=5",
                "extractor.epochs=6"));
    all.addAll(List.of(settings));
    return RunHarness.config(all.toArray(String[]::new));
  }

  private List<Row> rows(String table, Column... order) {
    return spark
        .read()
        .parquet(folder.resolve("evaluate-attacks").resolve(table).toString())
        .drop("digest")
        .orderBy(order)
        .collectAsList();
  }

  private void interruptEvaluationIn(String group) {
    Thread evaluating = Thread.currentThread();
    Throwable interruption =
        catchThrowable(
            () ->
                RunHarness.run(
                    spark,
                    folder,
                    config(),
                    runner -> runner.only("evaluate-attacks"),
                    line -> {
                      if (line.contains(group + ", ")) {
                        evaluating.interrupt();
                      }
                    }));
    // Where the interrupt came between two waits, nobody has taken note of it.
    Thread.interrupted();
    assertThat(interruption)
        .isInstanceOfAny(
            RuntimeException.class,
            InterruptedException.class,
            InterruptedIOException.class,
            ClosedByInterruptException.class);
  }

  /** Interrupted in two stages, gone on with, and done by others in other portions. */
  @Test
  void aKilledEvaluationGoesOnAndTheRowsAreTheSameForAnyPortions() throws IOException {
    for (String step : List.of("prepare", "train-extractor", "extract-features", "build-index")) {
      RunHarness.run(spark, folder, config(), runner -> runner.only(step));
    }
    for (String step : List.of("find-neighbors", "train-classifier", "build-stand-in")) {
      RunHarness.run(spark, folder, config(), runner -> runner.only(step));
    }
    for (String group : List.of("table", "survivors")) {
      interruptEvaluationIn(group);
      assertThat(folder.resolve("evaluate-attacks")).doesNotExist();
    }

    String resumed =
        RunHarness.run(spark, folder, config(), runner -> runner.only("evaluate-attacks"));
    assertThat(resumed).doesNotContain("clean images, baseline: 90 of 90");
    assertThat(folder.resolve("unfinished")).doesNotExist();
    assertThat(resumed).contains("robust so far", "minutes on 2 threads", "checklist: ");
    byte[] results = Files.readAllBytes(folder.resolve("results.csv"));
    List<Row> rows = rows("attacks");
    List<Row> examples = rows("examples", EXAMPLE_KEY);
    theWorstCaseNests(rows, examples);
    assertThat(Checklist.parse(Files.readAllBytes(folder.resolve("checks.json"))).checks())
        .extracting(Check::item)
        .containsExactly(
            "threat model stated",
            "clean accuracy beside every number",
            "per-example worst case as headline",
            "Wilson 95 % interval, at least 1000 examples",
            "targeted as well as untargeted",
            "Gaussian noise as sanity",
            "accuracy falls with epsilon",
            "epsilon 1 reaches chance",
            "iterative at least as strong as single-step",
            "converged: twice the steps",
            "converged: twice the restarts",
            "white box at least as strong as square and hopskipjump",
            "transfer no stronger than white box",
            "random noise no stronger than the attack",
            "non-differentiable part bypassed",
            "zero or NaN gradients",
            "attacks not cut by a limit",
            "forward pass deterministic",
            "logits attacked, not softmax",
            "detector fires on a planted gradient-killer",
            "stored examples audited",
            "plain CNN under PGD-100 at .04 at most 5 %",
            "defence's worst case at .04 at most 55 %",
            "ablations",
            "index of shuffled labels",
            "seeds and digests in the result");

    RunConfig other = config("attacks.unit=50", "query.mode=executors");
    String byExecutors = RunHarness.run(spark, folder, other, PipelineRunner::all);
    assertThat(audits(byExecutors))
        .isEqualTo(audits(resumed))
        .contains("pass", "baseline: 0 of 72 wrong", "N=3: 0 of 72 wrong", "N=5: 0 of 72 wrong");
    assertThat(folder.resolve("results.csv")).hasBinaryContent(results);
    assertThat(rows("attacks")).isEqualTo(rows);
    assertThat(rows("examples", EXAMPLE_KEY))
        .usingElementComparator(SuiteRunTest::compare)
        .isEqualTo(examples);
  }

  @Test
  void oneThreatModelAloneHasAReport() throws IOException {
    RunConfig config =
        RunHarness.config(
            "attacks.threats=[known-index]",
            "attacks.examples=6",
            "attacks.epsilons=[0.05]",
            "classifier.neighbors=[3]");
    assertThat(RunHarness.run(spark, folder, config, PipelineRunner::all))
        .contains("checklist: ")
        .doesNotContain("worst-case, baseline-transfer");
    assertThat(folder.resolve("report.html")).isNotEmptyFile();
  }

  /**
   * What the checklist says of the audits: 12 images, two epsilons, three threat models, each N.
   */
  private static String audits(String printed) {
    return printed
        .lines()
        .filter(line -> line.contains("stored examples audited"))
        .findFirst()
        .orElse("");
  }

  private static int compare(Row a, Row b) {
    StoredExample first = ExampleTable.example(a);
    StoredExample second = ExampleTable.example(b);
    return first.exampleId() == second.exampleId()
            && first.model().equals(second.model())
            && first.threat().equals(second.threat())
            && first.epsilon() == second.epsilon()
            && Arrays.equals(first.image(), second.image())
            && first.attack().equals(second.attack())
            && first.labelAfter() == second.labelAfter()
        ? 0
        : 1;
  }

  /** Stored under known-index is what any attack did; none of a stronger attacker's is missing. */
  private static void theWorstCaseNests(List<Row> rows, List<Row> examples) {
    for (Row row : rows) {
      boolean headline = List.of("table", "survivors", "queries").contains(row.getAs("group"));
      if (headline && row.<Boolean>getAs("success")) {
        assertThat(examples)
            .anyMatch(
                stored ->
                    stored.getLong(0) == row.getLong(0)
                        && stored.getAs("model").equals(row.getAs("model"))
                        && stored.getAs("epsilon").equals(row.getAs("epsilon"))
                        && stored.getAs("threat").equals("known-index")
                        && !stored.<Boolean>getAs("robust"));
      }
    }
    assertThat(rows).extracting(row -> row.<String>getAs("group")).contains("survivors");
    assertThat(rows)
        .extracting(row -> row.<String>getAs("attack"))
        .anyMatch(name -> name.startsWith("bpda"));
  }
}
