package io.retrievaldefense.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the build has made of this checkout: the launcher script, its class path, and a folder that
 * Spark's daemons take for a distribution.
 *
 * @param checkout the project's folder
 */
record Launcher(Path checkout) {

  /** Jars of ours and of what only we bring; a distribution of Spark has none of them. */
  private static final List<String> NOT_SPARKS =
      List.of(
          "/target/",
          "/org/deeplearning4j/",
          "/org/nd4j/",
          "/org/bytedeco/",
          "/info/picocli/",
          "/com/typesafe/",
          "/us/hebi/",
          "/org/apache/lucene/");

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
      // Names repeat where an artifact has classifiers of natives; those are not Spark's.
      Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
    }
  }

  private List<Path> sparkJars() throws IOException {
    List<Path> jars = new ArrayList<>();
    for (String path : Files.readString(file("classpath.txt")).trim().split(":")) {
      if (NOT_SPARKS.stream().noneMatch(path::contains)) {
        jars.add(Path.of(path));
      }
    }
    return jars;
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
