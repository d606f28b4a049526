package io.retrievaldefense.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.attacks.evaluation.Check;
import io.retrievaldefense.attacks.evaluation.Verdict;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.pipeline.Pipeline;
import io.retrievaldefense.pipeline.Step;
import io.retrievaldefense.pipeline.StepContext;
import io.retrievaldefense.pipeline.StepSummary;
import io.retrievaldefense.report.Checklist;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandLineTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** A step whose outcome is given. */
  private record GivenStep(String name, List<String> inputs, RuntimeException failure)
      implements Step {
    @Override
    public String description() {
      return "do " + name;
    }

    @Override
    public List<String> sections() {
      return List.of("extractor");
    }

    @Override
    public StepSummary run(StepContext context) throws IOException {
      if (failure != null) {
        throw failure;
      }
      var path = new org.apache.hadoop.fs.Path(context.output(), "seed.txt");
      try (OutputStream file = context.fileSystem(path).create(path)) {
        file.write(Long.toString(context.config().seed()).getBytes(StandardCharsets.UTF_8));
      }
      return StepSummary.of("done");
    }
  }

  private CommandLine commandLine(RuntimeException failure) {
    List<Object> commands = new ArrayList<>(List.of(new ConfigCommand()));
    commands.addAll(
        Commands.of(
            new Pipeline(
                List.of(
                    new GivenStep("prepare", List.of(), null),
                    new GivenStep("report", List.of("prepare"), failure)))));
    return Main.commandLine(commands)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true));
  }

  private int execute(String... arguments) {
    return commandLine(null).execute(arguments);
  }

  /** A step whose checklist has an item that fails. */
  private static final class CheckedStep implements Step {
    @Override
    public String name() {
      return "evaluate-attacks";
    }

    @Override
    public String description() {
      return "check";
    }

    @Override
    public List<String> sections() {
      return List.of("attacks");
    }

    @Override
    public List<String> inputs() {
      return List.of();
    }

    @Override
    public List<String> exports() {
      return List.of(Checklist.FILE);
    }

    @Override
    public StepSummary run(StepContext context) throws IOException {
      Checklist checklist =
          new Checklist(
              List.of(
                  new Check("gradients", Verdict.PASS, "0"),
                  new Check("transfer", Verdict.FAIL, "12 of 100")));
      var path = new org.apache.hadoop.fs.Path(context.output(), Checklist.FILE);
      try (OutputStream file = context.fileSystem(path).create(path)) {
        file.write(checklist.json());
      }
      return StepSummary.of("checked");
    }
  }

  @Test
  void strictEndsWithOneWhereTheChecklistFailsNowOrBefore() {
    CommandLine line =
        Main.commandLine(List.copyOf(Commands.of(new Pipeline(List.of(new CheckedStep())))))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    String[] run = {"run", "--out", dir(), "--master", "local[1]"};
    String[] strict = {"run", "--out", dir(), "--master", "local[1]", "--strict"};

    assertThat(line.execute(run)).isZero();
    assertThat(out.toString()).doesNotContain("strict: ");
    assertThat(line.execute(strict)).as("the step is skipped").isEqualTo(1);
    assertThat(out.toString()).contains("skipped", "strict: 1 items of the checklist fail\n");
    assertThat(line.execute(run)).isZero();
  }

  @Test
  void showsWhereAValueComesFrom() throws IOException {
    Path file = Files.writeString(folder.resolve("run.conf"), "\nseed = 5\n");
    assertThat(execute("config", "show", "--config", file.toString())).isZero();
    assertThat(out.toString()).containsPattern("seed = 5 +# " + file + ": 2\n");
  }

  private String dir() {
    return folder.resolve("out").toString();
  }

  @Test
  void runsAPipelineInAnEmbeddedSpark() throws IOException {
    Path file = Files.writeString(folder.resolve("run.conf"), "seed = 5");
    int code =
        execute(
            "run",
            "--config",
            file.toString(),
            "--master",
            "local[1]",
            "--out",
            dir(),
            "--set",
            "extractor.epochs=2");
    assertThat(err).hasToString("");
    assertThat(code).isZero();
    assertThat(folder.resolve("out/report/seed.txt")).hasContent("5");
    assertThat(out.toString()).contains("prepare: done (", "report: done (");
  }

  @Test
  void aDriverInYarnsMasterReturnsWhenItIsDone() {
    Properties client = new Properties();
    client.setProperty("spark.master", "yarn");
    client.setProperty("spark.submit.deployMode", "client");
    Properties cluster = new Properties(client);
    cluster.setProperty("spark.submit.deployMode", "cluster");
    assertThat(Main.isEndedByExit(0, new Properties())).isTrue();
    assertThat(Main.isEndedByExit(0, client)).isTrue();
    assertThat(Main.isEndedByExit(0, cluster)).isFalse();
    assertThat(Main.isEndedByExit(1, cluster)).isTrue();
  }

  @Test
  void theQuickstartsConfigurationIsInTheJar() {
    assertThat(execute("quickstart", "--out", dir(), "--master", "local[1]", "--set", "seed=3"))
        .isZero();
    assertThat(folder.resolve("out/report/seed.txt")).hasContent("3");
  }

  @Test
  void oneStepNeedsItsInputs() {
    assertThat(execute("report", "--out", dir(), "--master", "local[1]")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("error: report must find prepare finished in ")
        .endsWith(": it has not been run\n");
    assertThat(execute("prepare", "--out", dir(), "--master", "local[1]")).isZero();
  }

  @Test
  void badInputIsOneSentenceAndCodeTwo() {
    assertThat(execute("run", "--out", dir(), "--set", "extractor.epochs=0")).isEqualTo(2);
    assertThat(err)
        .hasToString("error: extractor.epochs must be a whole number in [1, 10000]: 0 (--set)\n");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aFailureIsCodeOneAndItsTraceIsShownOnDemand() {
    RuntimeException failure = new IllegalStateException("the disk is full\nand more");
    String[] arguments = {"run", "--out", dir(), "--master", "local[1]"};
    assertThat(commandLine(failure).execute(arguments)).isEqualTo(1);
    assertThat(err).hasToString("error: the disk is full\n(--debug shows where)\n");

    String[] debugging = {"run", "--debug", "--out", dir(), "--master", "local[1]"};
    assertThat(commandLine(failure).execute(debugging)).isEqualTo(1);
    assertThat(err.toString()).contains("java.lang.IllegalStateException", "    at ");
  }

  @Test
  void badInputWithinAFailedTaskIsBadInput() {
    RuntimeException failure =
        new IllegalStateException("Job aborted", new BadInputException("image must be one: x.png"));
    String[] arguments = {"run", "--out", dir(), "--master", "local[1]"};
    assertThat(commandLine(failure).execute(arguments)).isEqualTo(2);
    assertThat(err).hasToString("error: image must be one: x.png\n");
  }

  @Test
  void misuseNamesTheNearest() {
    assertThat(execute("repot")).isEqualTo(2);
    assertThat(err)
        .hasToString(
            "error: retrieval-defense has no command repot, the nearest is report; see"
                + " retrieval-defense --help\n");
    err.getBuffer().setLength(0);
    assertThat(execute("run", "--out", "x", "--sett=x")).isEqualTo(2);
    assertThat(err)
        .hasToString(
            "error: retrieval-defense run has no option --sett, the nearest is --set; see"
                + " retrieval-defense run --help\n");
    err.getBuffer().setLength(0);
    assertThat(execute("run", "--out", "x", "y")).isEqualTo(2);
    assertThat(err.toString()).startsWith("error: retrieval-defense run takes no further");
    assertThat(execute("run")).isEqualTo(2);
    assertThat(err.toString()).contains("error: Missing required option: '--out=DIR'; see ");
  }

  @Test
  void aDryRunTellsThePlanAndWritesNothing() {
    assertThat(execute("run", "--out", dir(), "--dry-run")).isZero();
    assertThat(out.toString())
        .contains("prepare: run, it has not been run\n", "report: run, it has not been run\n");
    out.getBuffer().setLength(0);
    assertThat(execute("report", "--out", dir(), "--dry-run")).isZero();
    assertThat(out.toString()).contains("report: run").doesNotContain("prepare: run");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void withoutACommandTheHelpIsShown() {
    assertThat(execute()).isEqualTo(2);
    assertThat(err.toString()).contains("Usage: retrieval-defense", "quickstart");
  }

  @Test
  void saysItsVersion() {
    assertThat(execute("--version")).isZero();
    assertThat(out.toString()).matches("retrieval-defense \\d+\\.\\d+\\.\\d+.*\n");
  }

  @Test
  void showsTheConfigurationAndItsKeys() {
    assertThat(execute("config", "show", "--set", "seed=9")).isZero();
    assertThat(out.toString())
        .containsPattern("seed = 9 +# --set\n")
        .containsPattern("index.engine = lsh +# default\n");
    assertThat(execute("config", "keys")).isZero();
    assertThat(out.toString()).contains("| `seed` | `1` |");
    assertThat(execute("config")).isEqualTo(2);
    assertThat(err.toString()).contains("error: Missing required subcommand: keys, show; see ");
  }
}
