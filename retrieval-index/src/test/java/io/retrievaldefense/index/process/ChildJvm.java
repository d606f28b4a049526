package io.retrievaldefense.index.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another process that runs {@link ChildTasks} with this one's classes; ends with the test. */
public final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;
  private final PrintWriter input;

  private ChildJvm(List<String> command) throws IOException {
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    output = process.inputReader(StandardCharsets.UTF_8);
    input = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
  }

  /**
   * Starts a child.
   *
   * @param heap as in {@code -Xmx}
   * @param arguments a task and what it is given
   */
  public static ChildJvm start(String heap, String... arguments) throws IOException {
    return new ChildJvm(command(heap, arguments));
  }

  /** As the other, where no file may grow beyond {@code blocks} of 512 bytes. */
  static ChildJvm startWithFileLimit(int blocks, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "ulimit -f " + blocks + " && exec \"$@\"", "sh"));
    command.addAll(command("128m", arguments));
    return new ChildJvm(command);
  }

  private static List<String> command(String heap, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Performance data would be a file of its own, larger than a limit may allow.
    command.addAll(List.of("-Xmx" + heap, "-XX:-UsePerfData", "-XX:TieredStopAtLevel=1"));
    command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ChildTasks.class.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  /** The next line that the child prints; null when it has ended. */
  public String line() throws IOException {
    return output.readLine();
  }

  /** All lines until the child ends. */
  public List<String> lines() {
    return output.lines().toList();
  }

  void send(String line) {
    input.println(line);
  }

  /** SIGKILL: nothing of the child runs after this. */
  void kill() throws InterruptedException {
    // Through the handle, because the process closes what the child has printed.
    process.toHandle().destroyForcibly();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("child must be dead: " + process.pid());
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
