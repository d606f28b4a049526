package io.retrievaldefense.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.index.projection.Digests;
import io.retrievaldefense.jobs.DefensePipeline;
import io.retrievaldefense.jobs.RunComparison;
import io.retrievaldefense.jobs.RunHarness;
import io.retrievaldefense.pipeline.FinishedRun;
import io.retrievaldefense.report.CleanAnswers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A study of four variants, the last of which has nearly every option at once, and what commands
 * measure of its runs.
 */
class StudiedRunsTest {
  private static final String STUDY =
      """
      title = Study
      base = base.conf
      settings {
        attacks { examples = 10, epsilons = [0.05], ifgsm.enabled = false }
        classifier.neighbors = [3]
      }
      factors = [
        { name = narrow, levels = [ { name = projection, settings {
          projection.dimension = 2
          attacks.stand-in-projection = own
          classifier.input = feature
        } } ] }
        { name = both, levels = [ { name = inputs, settings { classifier.input = both } } ] }
        { name = every, levels = [ { name = option, settings {
          attacks {
            threats = [baseline-transfer, extractor-transfer, private-index, known-index]
            stand-in-rows = 50
            stand-in-labels = answers
          }
          baseline.layers = ["conv 6", pool, "dense 12"]
          extractor { learning = autoencoder, feature = convolutional, attention-tuning.epochs = 1 }
          projection.dimension = full
          index { rows = 200, label-noise = 0.1, label-flips = 0.05 }
          classifier {
            key-length = 8
            value-length = 8
            learned-temperature = true
            local-mixup = 0.5
            labels = false
            adversarial { steps = 1, rounds = 1 }
          }
        } } ] }
      ]
      """;

  @TempDir private static Path folder;

  private static final CommandHarness COMMANDS = new CommandHarness();

  private static String told;

  private static String path(String name) {
    return folder.resolve(name).toString();
  }

  /** A study of these factors around the base of the other. */
  private static String small(String factors) {
    return STUDY.substring(0, STUDY.indexOf("factors")) + "factors = [\n" + factors + "\n]\n";
  }

  private static String study() {
    return COMMANDS.done("study", path("study.conf"), "--out", path("out"), "--master", "local[2]");
  }

  private static String run(String variant) {
    return path("out/runs/" + variant + "-seed-1");
  }

  /** The table that a command writes: by its columns' names. */
  private static List<Map<String, String>> table(String file) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve(file));
    String[] names = lines.get(0).split(",");
    return lines.stream()
        .skip(1)
        .map(line -> line.split(",", -1))
        .map(
            values ->
                IntStream.range(0, names.length)
                    .boxed()
                    .collect(Collectors.toMap(i -> names[i], i -> values[i])))
        .toList();
  }

  private static double number(Map<String, String> row, String column) {
    return Double.parseDouble(row.get(column));
  }

  @BeforeAll
  static void runTheStudy() throws IOException {
    List<String> words = RunHarness.words();
    Files.write(
        folder.resolve("base.conf"), words.stream().filter(w -> !w.equals("--set")).toList());
    Files.writeString(folder.resolve("study.conf"), STUDY);
    told = study();
  }

  @Test
  void whatVariantsShareIsDoneOnce() {
    assertThat(told.lines().filter(line -> line.contains(": taken from ")))
        .extracting(line -> line.substring(0, line.indexOf(':')))
        .containsExactly(
            "prepare",
            "train-extractor",
            "prepare",
            "train-extractor",
            "extract-features",
            "build-index",
            "find-neighbors",
            "build-stand-in",
            "prepare");
    assertThat(told.lines().filter(line -> line.matches("train-extractor: epoch.*accuracy.*")))
        .as("epochs of the one supervised training")
        .hasSize(2);
    assertThat(told)
        .contains("train-extractor: softmax regression on its features: validation accuracy ")
        .contains("tune-extractor: attention's validation accuracy ")
        .contains(
            "attack-queries: 520 images, of which the extractor's own classifier is right on ")
        .contains("train-classifier: N=3, round 1: right on ")
        .contains("build-index: 200 vectors in ")
        .contains("build-stand-in: 50 vectors in ");
  }

  @Test
  void aStudyThatIsFinishedIsNotRunAgain() {
    // Public network, tuning and attacked queries are steps that the last alone has.
    assertThat(study().lines().filter(line -> line.contains("skipped, finished and unchanged")))
        .hasSize(4 * DefensePipeline.create().steps().size() - 9);
  }

  @Test
  void aVariantThatFailsDoesNotKeepOthersFromBeingRun() throws IOException {
    Files.writeString(
        folder.resolve("failing.conf"),
        small(
            """
            { key = index.rows, values = [5000] }
            { key = attacks.examples, values = [5] }
            """));
    assertThat(
            COMMANDS.refused(
                "study",
                path("failing.conf"),
                "--out",
                path("failing"),
                "--reuse",
                run("base"),
                "--master",
                "local[2]"))
        .isEqualTo("index.rows must be at most what is there, 300: 5000");
    assertThat(COMMANDS.out())
        .contains("rows-5000-seed-1: failed, the others go on: index.rows must be at most")
        .contains("study: 2 runs, report in ")
        .contains("study: without index.rows-5000-seed-1, which failed");
    assertThat(table("failing/study.csv"))
        .extracting(row -> row.get("variant"))
        .contains("base", "attacks.examples 5")
        .doesNotContain("index.rows 5000");
  }

  /** A variant that is added, and stopped while it is run, must not cost those that are done. */
  @Test
  void whatIsFinishedStaysInTheTableWhileOthersAreRun() throws IOException {
    String more = small("{ key = index.rows, values = [%s] }");
    String[] study = {
      "study",
      path("more.conf"),
      "--out",
      path("more"),
      "--reuse",
      run("base"),
      "--master",
      "local[2]"
    };
    Files.writeString(folder.resolve("more.conf"), more.formatted("100"));
    COMMANDS.done(study);
    Files.writeString(folder.resolve("more.conf"), more.formatted("5000, 100"));
    COMMANDS.refused(study);
    assertThat(COMMANDS.out().lines().filter(line -> line.startsWith("run ")))
        .containsExactly(
            "run 1 of 3: base, seed 1",
            "run 2 of 3: index.rows 100, seed 1",
            "run 3 of 3: index.rows 5000, seed 1");
    assertThat(table("more/study.csv"))
        .extracting(row -> row.get("variant"))
        .contains("index.rows 100");
    assertThat(folder.resolve("more/study.html"))
        .content()
        .contains("Not run, or failed", "<li>index.rows 5000, seed 1</li>");
  }

  /** Or differences on clean images would not be paired, and nothing would say so. */
  @Test
  void theCleanAnswersOfARunAreThoseOfItsResults() throws IOException {
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .getOrCreate()) {
      var finished =
          FinishedRun.open(
              new org.apache.hadoop.fs.Path(run("base")),
              spark.sparkContext().hadoopConfiguration());
      Map<String, CleanAnswers> clean = RunComparison.cleanAnswers(spark, finished);
      List<Map<String, String>> rows =
          table("out/runs/base-seed-1/results.csv").stream()
              .filter(row -> row.get("attack").equals("clean"))
              .toList();
      assertThat(rows).extracting(row -> row.get("model")).containsExactly("baseline", "N=3");
      for (Map<String, String> row : rows) {
        CleanAnswers answers = clean.get(row.get("model"));
        assertThat(answers.ids()).hasSize((int) number(row, "examples"));
        assertThat(answers.right().cardinality()).isEqualTo((int) number(row, "robust"));
      }
    }
  }

  @Test
  void theReportComparesTheVariants() {
    assertThat(folder.resolve("out/study.csv"))
        .content()
        .contains("base,baseline,clean,none,0,1,")
        .contains("every option,extractor,worst-case,extractor-transfer,0.05,1,")
        .contains("every option,N=3,fgsm,extractor-transfer,0.05,1,")
        .contains("narrow projection,N=3,worst-case,known-index,0.05,1,")
        .containsPattern(
            "narrow projection,baseline,clean,none,0,1,[0-9.,]*,0.00,0.00,0.00,none,[0-9.]+,1\\.000,,,,,\n")
        .containsPattern(
            "every option,N=3,clean,none,0,1,[0-9.,-]*(none|lower|higher),[0-9.]+,[0-9.]+(,-?[0-9.]+){3},(none|lower|higher),\n");
    assertThat(folder.resolve("out/study.html"))
        .content()
        .contains("narrow projection", "worst case", "report query-micros")
        .contains("report query-ms-N=3-retrieval");
    assertThat(Path.of(run("narrow-projection"), "report.html")).isNotEmptyFile();
  }

  @Test
  void attacksAreNoticedByThresholdsOfOtherImages() throws IOException {
    String lines =
        COMMANDS.done(
            "detect",
            run("base"),
            "--false-positives",
            "0.1",
            "--adaptive-examples",
            "10",
            "--adaptive-steps",
            "3",
            "--out",
            path("detection.csv"),
            "--html",
            path("detection.html"));
    assertThat(lines)
        .contains("clean: 10 images, flagged ", "adaptive, epsilon 0.05: of ")
        .containsPattern("thresholds: of 120 validation images ([1-9]|1[0-2]) are flagged");
    assertThat(folder.resolve("detection.html"))
        .content()
        .contains("<h2>known-index, epsilon 0.05</h2>", "flag 10.0 % give");
    List<Map<String, String>> rows = table("detection.csv");
    assertThat(rows)
        .extracting(row -> row.get("attack") + " " + row.get("signal"))
        .contains("clean combined", "any combined", "fgsm conflict");
    assertThat(rows).allMatch(row -> number(row, "flagged") >= 0 && number(row, "flagged") <= 1);
    Matcher evasion =
        Pattern.compile("adaptive, .* (\\d+) are fooled, (\\d+) of them unnoticed").matcher(lines);
    assertThat(evasion.find()).isTrue();
    int fooled = Integer.parseInt(evasion.group(1));
    int unnoticed = Integer.parseInt(evasion.group(2));
    assertThat(rows)
        .filteredOn(row -> row.get("attack").equals("adaptive"))
        .filteredOn(row -> row.get("signal").equals("combined"))
        .hasSize(fooled > 0 ? 1 : 0)
        .allMatch(row -> number(row, "examples") == fooled)
        .allMatch(row -> Math.round(number(row, "flagged") * fooled) == fooled - unnoticed);
    assertThat(rows)
        .as("whoever knows the detector holds the stored examples too, of all ten images")
        .filteredOn(row -> row.get("attack").equals("any") && row.get("signal").equals("combined"))
        .isNotEmpty()
        .allMatch(row -> number(row, "examples") <= fooled);
  }

  @Test
  void plantedEntriesAreFoundAndTheIndexStaysAsItIs() throws IOException {
    String index = digestOf(Path.of(run("base"), "build-index"));
    COMMANDS.done(
        "poison",
        run("base"),
        "--planted",
        "0,2,150",
        "--target",
        "1",
        "--examples",
        "40",
        "--out",
        path("poisoning.csv"));
    List<Map<String, String>> rows = table("poisoning.csv");
    assertThat(rows)
        .extracting(row -> row.get("attack") + " " + row.get("planted"))
        .containsExactly(
            "backdoor 0", "backdoor 2", "backdoor 150", "victim 0", "victim 2", "victim 3");
    assertThat(number(rows.get(0), "planted_among_neighbors")).isZero();
    assertThat(number(rows.get(2), "planted_among_neighbors")).isPositive();
    assertThat(number(rows.get(3), "success")).isZero();
    assertThat(digestOf(Path.of(run("base"), "build-index"))).as("the run's own").isEqualTo(index);
    assertThat(number(rows.get(5), "planted_among_neighbors")).isPositive();
  }

  private static String digestOf(Path folder) throws IOException {
    StringBuilder digests = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        digests.append(file).append(Digests.hex(Files.readAllBytes(file)));
      }
    }
    return digests.toString();
  }

  @Test
  void membersAndTheirVoteAreAttacked() throws IOException {
    String[] vote = {
      "vote",
      run("base"),
      run("narrow-projection"),
      "--epsilons",
      "0.05",
      "--examples",
      "10",
      "--out",
      path("votes.csv")
    };
    COMMANDS.done(vote);
    assertThat(table("votes.csv"))
        .extracting(row -> row.get("model"))
        .containsExactly("base-seed-1", "narrow-projection-seed-1", "vote");
    assertThat(table("votes.csv"))
        .allMatch(row -> number(row, "worst_case") <= number(row, "clean"))
        .allMatch(row -> row.get("examples").equals("10"));
  }

  @Test
  void whatCannotBeMeasuredIsRefusedInOneSentence() {
    String base = run("base");
    assertThat(COMMANDS.refused("detect", base, "-n", "7"))
        .isEqualTo("number of neighbors must be one the run has trained for, [3]: 7");
    assertThat(COMMANDS.refused("detect", run("narrow-projection")))
        .isEqualTo(
            "classifier.input must be summary or both for retrieval to tell of an answer: feature");
    assertThat(COMMANDS.refused("poison", base, "--out", path("none/poisoning.csv")))
        .isEqualTo("folder of the file to write must exist: " + path("none/poisoning.csv"));
    assertThat(COMMANDS.refused("poison", base, "--planted", "521"))
        .isEqualTo(
            "number of planted entries must be at most the validation and training images, 520: 521");
    assertThat(COMMANDS.refused("poison", base, "--target", "10"))
        .isEqualTo("target must be a class in [0, 9]: 10");
    assertThat(COMMANDS.refused("poison", base, "--trigger", "33"))
        .isEqualTo("side of a trigger must be in [1, 32]: 33");
    assertThat(COMMANDS.refused("vote", base, base))
        .isEqualTo(
            "runs that vote must have different names, none of them vote: ["
                + base
                + ", "
                + base
                + "]");
    assertThat(
            COMMANDS.refused(
                "study", path("study.conf"), "--out", path("other"), "--reuse", path("none")))
        .startsWith("folder must hold a run: ");
    assertThat(folder.resolve("other")).doesNotExist();
  }
}
