package io.retrievaldefense.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A process that ends with the test: when it is closed, or when this JVM ends, it and all its
 * descendants are killed. What it prints goes to a file.
 */
final class ChildProcess implements AutoCloseable {
  private static final Set<ChildProcess> OPEN = ConcurrentHashMap.newKeySet();
  private static final int LINES_SHOWN = 60;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> OPEN.forEach(ChildProcess::close)));
  }

  private final String name;
  private final Process process;
  private final Path log;

  private ChildProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /** Starts a command; a variable that is to be absent has an empty value. */
  static ChildProcess start(
      String name, Path log, Map<String, String> environment, List<String> command)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(log.toFile()).redirectInput(new File("/dev/null"));
    environment.forEach(
        (key, value) -> {
          if (value.isEmpty()) {
            builder.environment().remove(key);
          } else {
            builder.environment().put(key, value);
          }
        });
    ChildProcess child = new ChildProcess(name, builder.start(), log);
    OPEN.add(child);
    return child;
  }

  /** All that it has printed. */
  String output() throws IOException {
    return Files.readString(log, StandardCharsets.UTF_8);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  List<ProcessHandle> children() {
    return process.children().toList();
  }

  /** Waits until a look at its output finds something; it must be alive until then. */
  <T> T await(String what, Duration limit, Function<String, T> look)
      throws IOException, InterruptedException {
    return Waiting.until(
        what + " of " + name,
        limit,
        () -> {
          boolean alive = process.isAlive();
          T found = look.apply(output());
          if (found == null && !alive) {
            throw new AssertionError(
                name
                    + " must not end before "
                    + what
                    + ", exit code "
                    + process.exitValue()
                    + tail());
          }
          return found;
        });
  }

  /** Waits for a line of its output that holds some text. */
  void awaitLine(String text, Duration limit) throws IOException, InterruptedException {
    await("'" + text + "'", limit, output -> output.contains(text) ? output : null);
  }

  /** Waits for its end, which must be a success. */
  void awaitSuccess(Duration limit) throws IOException, InterruptedException {
    if (awaitEnd(limit) != 0) {
      throw new AssertionError(name + " must succeed: exit code " + process.exitValue() + tail());
    }
  }

  /** Waits for its end; the exit code. */
  int awaitEnd(Duration limit) throws IOException, InterruptedException {
    if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError(
          name + " must end within " + limit + ", threads in " + dumpThreads() + tail());
    }
    return process.exitValue();
  }

  /** SIGKILL, and waits for the end. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGTERM, and waits for the end; the exit code. */
  int terminate() throws InterruptedException {
    process.destroy();
    return process.waitFor();
  }

  /** What all processes of the tests are doing, in a file that is named. */
  private static Path dumpThreads() throws IOException, InterruptedException {
    Path file = Files.createTempFile(Launcher.logs(), "threads-", ".txt");
    for (ChildProcess child : OPEN) {
      List<ProcessHandle> all = new ArrayList<>(List.of(child.process.toHandle()));
      child.process.descendants().forEach(all::add);
      for (ProcessHandle one : all) {
        dumpThreads(child.name, one, file);
      }
    }
    return file;
  }

  private static void dumpThreads(String name, ProcessHandle process, Path file)
      throws IOException, InterruptedException {
    String jstack = Path.of(System.getProperty("java.home"), "bin", "jstack").toString();
    String id = Long.toString(process.pid());
    Files.writeString(file, "\n==== " + name + ", process " + id + "\n", StandardOpenOption.APPEND);
    // One that is stopped does not answer.
    new ProcessBuilder("timeout", "20", jstack, id)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(file.toFile()))
        .start()
        .waitFor();
  }

  private String tail() throws IOException {
    List<String> lines = output().lines().toList();
    return ":\n"
        + String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
  }

  @Override
  public void close() {
    // Listed before the parent dies: orphans are nobody's descendants.
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
    process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    OPEN.remove(this);
  }
}
