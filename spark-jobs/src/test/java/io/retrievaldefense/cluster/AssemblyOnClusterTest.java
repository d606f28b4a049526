package io.retrievaldefense.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The assembly jar beside nothing but Spark's own jars. */
@Tag("cluster")
@ExtendWith(OnLocalCluster.class)
class AssemblyOnClusterTest {
  private static final String DL4J_IN_SPARKS_PACKAGE = "org/apache/spark/TaskContextHelper";

  @Test
  void oneJarRunsWithPathsThatSettingsComplete(LocalCluster cluster)
      throws IOException, InterruptedException {
    try (ChildProcess run =
        cluster.submitAssembly(
            "/images", "/assembly", "spark.hadoop.fs.defaultFS " + cluster.hdfs().uri())) {
      run.awaitSuccess(LocalCluster.RUN);
    }
    assertThat(new String(cluster.read("/assembly/results.csv"), StandardCharsets.UTF_8))
        .isEqualTo(new String(cluster.reference(), StandardCharsets.UTF_8));
  }

  @Test
  void bringsNothingOfSparksAndNothingUnderItsOwnNameThatSparkHasToo(LocalCluster cluster)
      throws IOException {
    List<String> foreign =
        List.of(
            "org/apache/spark/",
            "org/apache/hadoop/",
            "scala/",
            "org/slf4j/",
            "com/fasterxml/jackson/",
            "picocli/",
            "com/typesafe/",
            "com/google/gson/");
    try (JarFile jar = new JarFile(cluster.launcher().assembly().toFile())) {
      assertThat(jar.getEntry("META-INF/services/org.nd4j.linalg.factory.Nd4jBackend")).isNotNull();
      for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
        JarEntry entry = entries.nextElement();
        // The one class that dl4j-spark itself has in Spark's package, to reach what is not public.
        if (!entry.isDirectory() && !entry.getName().startsWith(DL4J_IN_SPARKS_PACKAGE)) {
          assertThat(foreign).noneMatch(entry.getName()::startsWith);
        }
      }
    }
  }
}
