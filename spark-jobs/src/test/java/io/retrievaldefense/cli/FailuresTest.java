package io.retrievaldefense.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FailuresTest {

  private static String told(Throwable error) {
    StringWriter err = new StringWriter();
    assertThat(Failures.report(error, new PrintWriter(err, true), false)).isEqualTo(1);
    return err.toString();
  }

  static List<Arguments> failuresWithRemedies() {
    return List.of(
        Arguments.of(
            new OutOfMemoryError("Java heap space"),
            "error: Java heap space; give it more with RETRIEVAL_DEFENSE_HEAP=8g\n"),
        Arguments.of(
            new OutOfMemoryError("Physical memory usage is too high"),
            "error: Physical memory usage is too high; raise runtime.off-heap and"
                + " runtime.resident, or lower the batch sizes\n"),
        Arguments.of(
            new IllegalStateException("no index", new ConnectException("Connection refused")),
            "error: no index; check the address, and retrieval-defense doctor --hdfs URI\n"),
        Arguments.of(
            new AccessDeniedException("/root/x"),
            "error: /root/x; give this user the right to it, or choose another folder\n"),
        Arguments.of(
            new FileNotFoundException("/root/x (Permission denied)"),
            "error: /root/x (Permission denied); give this user the right to it, or choose another"
                + " folder\n"),
        Arguments.of(
            new FileNotFoundException("/data/x (Too many open files)"),
            "error: /data/x (Too many open files); raise the limit of open files, ulimit -n\n"),
        Arguments.of(
            new IOException("No space left on device"),
            "error: No space left on device; free some space or choose another disk with --out\n"),
        Arguments.of(
            new UnsatisfiedLinkError("no jnind4jcpu"),
            "error: no jnind4jcpu; retrieval-defense doctor tells whether Java and natives fit\n"));
  }

  @ParameterizedTest
  @MethodSource("failuresWithRemedies")
  void whatCanBeMendedComesWithARemedy(Throwable error, String sentence) {
    assertThat(told(error)).startsWith(sentence);
  }

  static List<Arguments> faultsOfPaths() {
    return List.of(
        Arguments.of(
            new FileNotFoundException("a.conf (No such file or directory)"),
            "file must exist: a.conf (No such file or directory)"),
        Arguments.of(
            new FileNotFoundException("File does not exist: /a (copy)"),
            "file must exist: File does not exist: /a (copy)"),
        Arguments.of(new NoSuchFileException("/a.png"), "file must exist: /a.png"),
        Arguments.of(
            new FileNotFoundException("/a.png (Is a directory)"), "file must be no folder: /a.png"),
        Arguments.of(
            new UncheckedIOException(
                "cannot reach hdsf:/x",
                new UnsupportedFileSystemException("No FileSystem for scheme \"hdsf\"")),
            "scheme of a path must be that of a file system: hdsf"),
        Arguments.of(
            new IllegalArgumentException("Can not create a Path from an empty string"),
            "path must not be empty: \"\""));
  }

  @ParameterizedTest
  @MethodSource("faultsOfPaths")
  void aPathThatCannotBeIsBadInput(Throwable error, String sentence) {
    StringWriter err = new StringWriter();
    assertThat(Failures.report(error, new PrintWriter(err, true), false)).isEqualTo(2);
    assertThat(err).hasToString("error: " + sentence + "\n");
  }

  @Test
  void whatCannotIsOneSentence() {
    assertThat(told(new IllegalStateException("rows must be 3: 4\nmore")))
        .isEqualTo("error: rows must be 3: 4\n(--debug shows where)\n");
  }

  /** A command that runs out of memory. */
  @Command(name = "greedy", description = "Take everything.")
  private static final class Greedy implements Runnable {
    @Override
    public void run() {
      throw new OutOfMemoryError("Java heap space");
    }
  }

  @Test
  void anErrorOfTheMachineIsToldLikeAnyOther() {
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine(List.of(new Greedy())).setErr(new PrintWriter(err, true));
    assertThat(Main.execute(line, "greedy")).isEqualTo(1);
    assertThat(err.toString()).startsWith("error: Java heap space; give it more");
  }
}
