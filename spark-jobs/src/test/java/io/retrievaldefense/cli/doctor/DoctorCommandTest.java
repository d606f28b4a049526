package io.retrievaldefense.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DoctorCommandTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();

  private int execute(String... arguments) {
    return new CommandLine(new DoctorCommand())
        .setOut(new PrintWriter(out, true))
        .execute(arguments);
  }

  @Test
  void looksAtEverythingThereIs() {
    String there = folder.toUri().toString();
    assertThat(execute("--out", folder.resolve("new/run").toString(), "--hdfs", there)).isZero();
    assertThat(out.toString())
        .contains("java", "memory", "cpu", "onednn", "threads")
        .contains("free at file:" + folder)
        .contains("ok   hdfs     " + there + " answers")
        .containsPattern("ok   spark    3\\S+ on local\\[\\d\\], a job ran after")
        .contains("8 checks: ", "0 failures");
  }

  @Test
  void aNameNodeThatDoesNotAnswerIsAFailureWithAFix() {
    assertThat(execute("--hdfs", "hdfs://127.0.0.1:9/")).isEqualTo(1);
    assertThat(out.toString())
        .contains("fail hdfs     hdfs://127.0.0.1:9/ does not answer: ")
        .contains("     fix: check host and port against fs.defaultFS")
        .contains("1 failures");
  }
}
