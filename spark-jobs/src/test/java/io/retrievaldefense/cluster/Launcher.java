package io.retrievaldefense.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the build has made of this checkout: the launcher script, its class path, and a folder that
 * Spark's daemons take for a distribution.
 *
 * @param checkout the project's folder
 */
record Launcher(Path checkout) {

  /** Processes that live for a minute or two: to optimise their code costs more than it saves. */
  static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1";

  /** Of the checkout that the tests run in, which must be packaged. */
  static Launcher here() {
    // Maven runs the tests of a module in its folder.
    Launcher launcher = new Launcher(Path.of("").toAbsolutePath().getParent());
    if (!Files.exists(launcher.file("classpath.txt"))) {
      throw new IllegalStateException("project must be packaged: " + launcher.checkout);
    }
    return launcher;
  }

  private Path file(String name) {
    return checkout.resolve("spark-jobs/target/launcher").resolve(name);
  }

  /** A folder that stays after the tests, for what their processes print. */
  static Path logs() throws IOException {
    return Files.createDirectories(Path.of("target", "cluster-logs").toAbsolutePath());
  }

  Path script() {
    return checkout.resolve("bin/retrieval-defense");
  }

  /** A file of settings that users are given. */
  Path settings(String name) {
    return checkout.resolve("conf").resolve(name);
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The options that Spark needs on this Java, which its own start scripts would add. */
  List<String> javaOptions() throws IOException {
    return Arrays.asList(Files.readString(file("java.options")).trim().split("\\s+"));
  }

  /** Fills a folder with Spark's jars and nothing of ours. */
  void makeSparkHome(Path folder) throws IOException {
    Path jars = Files.createDirectories(folder.resolve("jars"));
    Files.createFile(folder.resolve("RELEASE"));
    for (Path jar : sparkJars()) {
      Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
    }
  }

  /** What the launcher does not send to executors, and so takes a distribution to bring. */
  private List<Path> sparkJars() throws IOException {
    Set<String> shipped = Set.of(Files.readString(file("shipped.txt")).trim().split(","));
    return Stream.of(Files.readString(file("classpath.txt")).trim().split(":"))
        .filter(path -> !shipped.contains(path))
        .map(Path::of)
        .toList();
  }

  /** The assembly jar. */
  Path assembly() throws IOException {
    try (Stream<Path> files = Files.list(checkout.resolve("spark-jobs/target"))) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("-assembly.jar"))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalStateException(
                      "assembly must be built, with -Passembly: " + checkout));
    }
  }
}
