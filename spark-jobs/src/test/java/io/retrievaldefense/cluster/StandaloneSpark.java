package io.retrievaldefense.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A standalone master and two workers of one core; executors are the workers' children. */
final class StandaloneSpark implements AutoCloseable {
  private static final String MASTER_HOST = "127.0.0.1";

  /** Two names of this machine: Spark runs no speculative task on the host of the first attempt. */
  private static final List<String> WORKER_HOSTS = List.of("127.0.0.1", "127.0.0.2");

  /** How often workers look for folders of ended applications, and how old those must be. */
  private static final Duration CLEANUP = Duration.ofSeconds(30);

  private static final Duration START = Duration.ofMinutes(3);
  private static final Pattern ADDRESS = Pattern.compile("Starting Spark master at (spark://\\S+)");

  private final List<ChildProcess> processes = new ArrayList<>();
  private final Path folder;
  private final Path home;
  private String master;

  private StandaloneSpark(Path folder) {
    this.folder = folder;
    home = folder.resolve("spark");
  }

  static StandaloneSpark start(Launcher launcher, Path folder)
      throws IOException, InterruptedException {
    StandaloneSpark spark = new StandaloneSpark(folder);
    try {
      launcher.makeSparkHome(spark.home);
      spark.startAll(launcher);
    } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
      spark.close();
      throw e;
    }
    return spark;
  }

  private void startAll(Launcher launcher) throws IOException, InterruptedException {
    ChildProcess first = daemon(launcher, MASTER_HOST, "master.Master", List.of());
    master =
        first.await(
            "address",
            START,
            output -> {
              Matcher matcher = ADDRESS.matcher(output);
              return matcher.find() ? matcher.group(1) : null;
            });
    first.awaitLine("New state: ALIVE", START);
    for (String host : WORKER_HOSTS) {
      Path work = folder.resolve("work-" + host);
      daemon(
          launcher,
          host,
          "worker.Worker",
          List.of("--cores", "1", "--memory", "4g", "--work-dir", work.toString(), master));
    }
    for (ChildProcess worker : workers()) {
      worker.awaitLine("Successfully registered with master", START);
    }
  }

  private ChildProcess daemon(Launcher launcher, String host, String type, List<String> arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(List.of(Launcher.java(), "-Xmx256m", Launcher.SHORT_LIVED));
    // Every executor leaves half a gigabyte of jars, which is not for the tests' end to remove.
    command.add("-Dspark.worker.cleanup.enabled=true");
    command.add("-Dspark.worker.cleanup.interval=" + CLEANUP.toSeconds());
    command.add("-Dspark.worker.cleanup.appDataTtl=" + CLEANUP.toSeconds());
    command.addAll(launcher.javaOptions());
    command.addAll(List.of("-cp", home.resolve("jars") + "/*"));
    command.add("org.apache.spark.deploy." + type);
    command.addAll(List.of("--host", host, "--port", "0", "--webui-port", "0"));
    command.addAll(arguments);
    Map<String, String> environment =
        Map.of(
            "SPARK_HOME", home.toString(),
            "SPARK_SCALA_VERSION", "2.12",
            "SPARK_LOCAL_IP", host,
            "SPARK_LOCAL_DIRS", Files.createDirectories(folder.resolve("local")).toString(),
            "JAVA_HOME", System.getProperty("java.home"));
    String name = type + "-" + host;
    ChildProcess process =
        ChildProcess.start(name, Launcher.logs().resolve(name + ".log"), environment, command);
    processes.add(process);
    return process;
  }

  private List<ChildProcess> workers() {
    return processes.subList(1, processes.size());
  }

  /** A folder with the jars that a distribution of Spark has. */
  Path home() {
    return home;
  }

  /** The URL that jobs are submitted to. */
  String master() {
    return master;
  }

  /** The executors that are alive now, at most one to a worker. */
  List<ProcessHandle> executors() {
    return workers().stream()
        .flatMap(worker -> worker.children().stream())
        .filter(ProcessHandle::isAlive)
        .toList();
  }

  /** The executor that has been alive for longest, which is the likeliest to work; null if none. */
  ProcessHandle oldestExecutor() {
    return executors().stream()
        .min(Comparator.comparing(executor -> executor.info().startInstant().orElse(Instant.MAX)))
        .orElse(null);
  }

  @Override
  public void close() {
    // Workers last to first, the master at the end: a worker without master only logs about it.
    for (int i = processes.size() - 1; i >= 0; i--) {
      processes.get(i).close();
    }
  }
}
