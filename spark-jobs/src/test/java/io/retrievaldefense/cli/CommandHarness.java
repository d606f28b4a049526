package io.retrievaldefense.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Runs commands as the program does and keeps what they print. */
final class CommandHarness {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  int execute(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.commandLine(Commands.all())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  /** Runs a command that must succeed; what it printed. */
  String done(String... arguments) {
    int code = execute(arguments);
    assertThat(code).as("%s%s", out, err).isZero();
    return out.toString();
  }

  /** Runs a command that must refuse; its sentence. */
  String refused(String... arguments) {
    assertThat(execute(arguments)).as(out.toString()).isEqualTo(Failures.BAD_INPUT);
    assertThat(err.toString()).startsWith("error: ").doesNotContain("--debug");
    return err.toString().lines().findFirst().orElseThrow().substring("error: ".length());
  }

  String out() {
    return out.toString();
  }
}
