package io.retrievaldefense.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a main class on this class path in a JVM of its own. */
final class ChildJvm {

  private ChildJvm() {}

  /**
   * The tab-separated lines that it printed, split.
   *
   * @throws IOException if it cannot be started or does not end with exit code 0
   */
  static List<String[]> output(Class<?> main, List<String> options, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String[]> lines = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      out.lines().filter(line -> line.contains("\t")).forEach(l -> lines.add(l.split("\t")));
    }
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException(
          main.getSimpleName()
              + " "
              + String.join(" ", arguments)
              + " must end with exit code 0: "
              + code);
    }
    return lines;
  }
}
