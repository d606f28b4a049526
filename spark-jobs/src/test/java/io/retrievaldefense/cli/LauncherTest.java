package io.retrievaldefense.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher starts, by a Java and a Spark that print what they are given. */
class LauncherTest {
  private static final String PRINTING =
      "#!/bin/sh\nbasename \"$0\"\nfor word; do printf '%s\\n' \"$word\"; done\n";

  @TempDir private Path folder;
  private Path checkout;

  @BeforeEach
  void build() throws IOException {
    // Maven runs the tests of a module in its folder.
    Path sources = Path.of("").toAbsolutePath().getParent();
    checkout = Files.createDirectory(folder.resolve("my projects"));
    Path script = checkout.resolve("bin/retrieval-defense");
    Files.createDirectory(script.getParent());
    Files.copy(sources.resolve("bin/retrieval-defense"), script);
    Path launcher = Files.createDirectories(checkout.resolve("spark-jobs/target/launcher"));
    for (Map.Entry<String, String> file :
        Map.of(
                "jar.path", "/thin.jar",
                "classpath.txt", "/a.jar:/b.jar",
                "shipped.txt", "/b.jar",
                "java.options", "--add-opens=x")
            .entrySet()) {
      Files.writeString(launcher.resolve(file.getKey()), file.getValue());
    }
    printing("jdk/bin/java");
    printing("spark/bin/spark-submit");
  }

  private void printing(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, PRINTING);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** The words of the command that is started, its name first. */
  private List<String> started(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("sh", checkout.resolve("bin/retrieval-defense").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> all = new HashMap<>(Map.of("RETRIEVAL_DEFENSE_BUILD", "never"));
    all.put("JAVA_HOME", folder.resolve("jdk").toString());
    all.putAll(environment);
    builder.environment().keySet().removeIf(LauncherTest::isOfLauncher);
    builder.environment().putAll(all);
    Process process = builder.start();
    List<String> words = new String(process.getInputStream().readAllBytes()).lines().toList();
    assertThat(process.waitFor()).as("%s", words).isZero();
    return words;
  }

  private static boolean isOfLauncher(String variable) {
    return Stream.of("SPARK_", "HADOOP_", "RETRIEVAL_DEFENSE_").anyMatch(variable::startsWith);
  }

  private Map<String, String> withSpark() {
    return Map.of("SPARK_HOME", folder.resolve("spark").toString());
  }

  @Test
  void withoutMasterSparkIsEmbedded() throws IOException, InterruptedException {
    assertThat(started(Map.of(), "run", "--out", "a b"))
        .startsWith("java")
        .containsSequence("-cp", "/thin.jar:/a.jar:/b.jar", "io.retrievaldefense.cli.Main")
        .endsWith("run", "--out", "a b");
    assertThat(started(Map.of(), "run", "--master", "local[2]")).startsWith("java");
  }

  @Test
  void aDistributionSubmitsWhateverTheMaster() throws IOException, InterruptedException {
    assertThat(started(withSpark(), "run", "--master", "yarn"))
        .startsWith("spark-submit")
        .containsSequence("--master", "yarn")
        .containsSequence("--jars", "/b.jar", "/thin.jar", "run", "--master", "yarn");
    assertThat(started(withSpark(), "doctor"))
        .startsWith("spark-submit")
        .doesNotContain("--master")
        .endsWith("/thin.jar", "doctor");
  }

  /** Spark splits the driver's options at spaces, unless they are quoted. */
  @Test
  void aCheckoutMayHaveASpaceInItsPath() throws IOException, InterruptedException {
    List<String> words = started(withSpark(), "doctor");
    assertThat(words.get(words.indexOf("--driver-java-options") + 1))
        .contains("\"-Dlog4j2.configurationFile=file:" + checkout + "/conf/log4j2.properties\"");
  }

  @Test
  void withoutDistributionAClusterIsSubmittedToByOurOwnSpark()
      throws IOException, InterruptedException {
    assertThat(started(Map.of(), "run", "--master=spark://host:7077"))
        .startsWith("java")
        .contains("org.apache.spark.deploy.SparkSubmit")
        .containsSequence("--master", "spark://host:7077");
  }

  @Test
  void hadoopsConfigurationIsOnTheClassPath() throws IOException, InterruptedException {
    assertThat(started(Map.of("HADOOP_CONF_DIR", "/etc/hadoop"), "doctor"))
        .contains("/thin.jar:/a.jar:/b.jar:/etc/hadoop");
  }
}
