package io.retrievaldefense.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionCommandTest {
  @TempDir private Path folder;

  private String completions(String typed) throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash here");
    StringWriter script = new StringWriter();
    assertThat(
            Main.commandLine(Commands.all())
                .setOut(new PrintWriter(script, true))
                .execute("completion"))
        .isZero();
    Path file = Files.writeString(folder.resolve("completion.bash"), script.toString());
    // Outside of a completion there is no compopt to be called.
    String ask =
        "compopt() { :; }; source "
            + file
            + "; COMP_WORDS=(retrieval-defense "
            + typed
            + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _complete_retrieval-defense;"
            + " echo \"${COMPREPLY[@]}\"";
    Process bash = new ProcessBuilder("/bin/bash", "-c", ask).redirectErrorStream(true).start();
    String answer = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).isZero();
    return answer.strip();
  }

  @Test
  void bashCompletesACommand() throws IOException, InterruptedException {
    assertThat(completions("quick")).isEqualTo("quickstart");
  }

  @Test
  void bashCompletesAnOptionOfASubcommand() throws IOException, InterruptedException {
    assertThat(completions("config show --conf")).isEqualTo("--config");
  }
}
