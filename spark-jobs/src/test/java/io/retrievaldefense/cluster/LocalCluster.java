package io.retrievaldefense.cluster;

import io.retrievaldefense.SharedFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;

/**
 * Spark, HDFS and images, which all tests of a JVM share; and the program, started as users start
 * it. What they leave on the disk is removed at the end; a failing test shows the log it is about.
 */
final class LocalCluster implements SharedFixture.Ended {
  static final Duration RUN = Duration.ofMinutes(8);

  private final Launcher launcher = Launcher.here();
  private final Path folder;
  private final StandaloneSpark spark;
  private final MiniHdfs hdfs;
  private byte[] reference;
  private int started;

  LocalCluster() throws IOException, InterruptedException {
    folder = Files.createTempDirectory("retrieval-defense-cluster");
    hdfs = MiniHdfs.start(folder.resolve("hdfs"));
    spark = StandaloneSpark.start(launcher, folder);
    Path images = folder.resolve("images");
    SmallImages.write(images);
    hdfs.files()
        .copyFromLocalFile(
            new org.apache.hadoop.fs.Path(images.toUri()),
            new org.apache.hadoop.fs.Path("/images"));
  }

  StandaloneSpark spark() {
    return spark;
  }

  MiniHdfs hdfs() {
    return hdfs;
  }

  Path folder() {
    return folder;
  }

  Launcher launcher() {
    return launcher;
  }

  /** Starts {@code run} on the cluster, from and to HDFS. */
  ChildProcess startOnCluster(String out, String... sparkSettings) throws IOException {
    return startOnCluster("run", out, List.of(), sparkSettings);
  }

  /** Starts a command on the cluster with further settings of the run. */
  ChildProcess startOnCluster(
      String command, String out, List<String> settings, String... sparkSettings)
      throws IOException {
    List<String> arguments =
        arguments(command, hdfs.uri() + "/images", spark.master(), hdfs.uri() + out, settings);
    return launch(arguments, sparkSettings);
  }

  /** Submits the assembly to the cluster as spark-submit does, with Spark's jars and no others. */
  ChildProcess submitAssembly(String images, String out, String... sparkSettings)
      throws IOException {
    Path properties = properties("spark-defaults.conf", sparkSettings);
    List<String> command =
        new ArrayList<>(List.of(Launcher.java(), "-Xmx1g", Launcher.SHORT_LIVED));
    command.addAll(launcher.javaOptions());
    command.addAll(List.of("-cp", spark.home().resolve("jars") + "/*"));
    command.add("org.apache.spark.deploy.SparkSubmit");
    command.addAll(List.of("--properties-file", properties.toString()));
    command.addAll(List.of("--master", spark.master()));
    command.addAll(List.of("--class", "io.retrievaldefense.cli.Main"));
    command.add(launcher.assembly().toString());
    command.addAll(arguments("run", images, spark.master(), out, List.of()));
    return start(command);
  }

  /** The launcher with some arguments, and some settings over those of {@code conf/}. */
  ChildProcess launch(List<String> arguments, String... sparkSettings) throws IOException {
    Path properties = properties("spark-standalone.conf", sparkSettings);
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "RETRIEVAL_DEFENSE_SPARK_DEFAULTS=" + properties,
                "sh",
                launcher.script().toString()));
    command.addAll(arguments);
    return start(command);
  }

  private Path properties(String shipped, String... sparkSettings) throws IOException {
    List<String> settings = new ArrayList<>(Files.readAllLines(launcher.settings(shipped)));
    settings.addAll(
        List.of(
            "spark.executor.memory 1g",
            "spark.executor.extraJavaOptions --add-modules=jdk.incubator.vector "
                + Launcher.SHORT_LIVED,
            "spark.ui.enabled false",
            "spark.speculation false",
            // All data nodes are on one of the two hosts; the other's executor is to work too.
            "spark.locality.wait 0",
            "spark.eventLog.dir " + folder.resolve("local").toUri(),
            "spark.hadoop.dfs.replication 2",
            "spark.driver.host 127.0.0.1"));
    settings.addAll(List.of(sparkSettings));
    return Files.write(Files.createTempFile(folder, "spark", ".conf"), settings);
  }

  private ChildProcess start(List<String> command) throws IOException {
    started++;
    Map<String, String> environment = new HashMap<>();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    environment.put("SPARK_LOCAL_DIRS", folder.resolve("local").toString());
    environment.put("SPARK_SCALA_VERSION", "2.12");
    environment.put("SPARK_HOME", "");
    environment.put("RETRIEVAL_DEFENSE_BUILD", "never");
    environment.put("RETRIEVAL_DEFENSE_HEAP", "1g");
    environment.put("RETRIEVAL_DEFENSE_JAVA_OPTIONS", Launcher.SHORT_LIVED);
    return ChildProcess.start(
        "retrieval-defense " + started,
        Launcher.logs().resolve("driver-" + started + ".log"),
        environment,
        command);
  }

  private static List<String> arguments(
      String command, String images, String master, String out, List<String> settings) {
    List<String> arguments = new ArrayList<>(List.of(command, "--master", master, "--out", out));
    for (String setting : SmallImages.SETTINGS) {
      arguments.addAll(List.of("--set", setting));
    }
    arguments.addAll(List.of("--set", "data.root=" + images));
    for (String setting : settings) {
      arguments.addAll(List.of("--set", setting));
    }
    return arguments;
  }

  /** The bytes of {@code results.csv} of the same run on {@code local[2]} and the local disk. */
  synchronized byte[] reference() throws IOException, InterruptedException {
    if (reference == null) {
      Path out = folder.resolve("reference");
      List<String> arguments =
          arguments(
              "run", folder.resolve("images").toString(), "local[2]", out.toString(), List.of());
      try (ChildProcess run = launch(arguments)) {
        run.awaitSuccess(RUN);
      }
      reference = Files.readAllBytes(out.resolve("results.csv"));
    }
    return reference;
  }

  /** The bytes of a file on HDFS. */
  byte[] read(String path) throws IOException {
    FileSystem files = hdfs.files();
    try (var in = files.open(new org.apache.hadoop.fs.Path(path))) {
      return in.readAllBytes();
    }
  }

  @Override
  public void close() throws IOException {
    spark.close();
    hdfs.close();
    SharedFixture.delete(folder);
  }
}
