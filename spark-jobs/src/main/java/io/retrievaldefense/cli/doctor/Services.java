package io.retrievaldefense.cli.doctor;

import io.retrievaldefense.executor.HadoopSettings;
import io.retrievaldefense.pipeline.Sizes;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Checks that ask something else: Spark, a file system. */
final class Services {
  private static final int NUMBERS = 1000;

  private Services() {}

  /** A session, and a job in it. */
  static Finding spark(String master) {
    long start = System.nanoTime();
    try (SparkSession session =
        SparkSession.builder()
            .master(master)
            .appName("retrieval-defense doctor")
            .config("spark.ui.enabled", "false")
            .getOrCreate()) {
      int sum =
          JavaSparkContext.fromSparkContext(session.sparkContext())
              .parallelize(IntStream.rangeClosed(1, NUMBERS).boxed().toList(), 2)
              .reduce(Integer::sum);
      String found =
          String.format(
              Locale.ROOT,
              "%s on %s, a job ran after %.1f s",
              session.version(),
              session.sparkContext().master(),
              (System.nanoTime() - start) / 1e9);
      return sum == NUMBERS * (NUMBERS + 1) / 2
          ? Finding.ok("spark", found)
          : Finding.fail("spark", found + " and summed to " + sum, "check the Spark installation");
    } catch (RuntimeException e) {
      return unusable(master, e);
    }
  }

  private static Finding unusable(String master, RuntimeException error) {
    // Spark's own exceptions are checked ones that its Scala code throws undeclared.
    String why = error.getCause() instanceof SparkException cause ? cause.getMessage() : null;
    return Finding.fail(
        "spark",
        "no session on " + master + ": " + firstLine(why == null ? error.getMessage() : why),
        "start it by bin/retrieval-defense, which gives Java 17 the options Spark needs, and check"
            + " --master and SPARK_HOME");
  }

  /** A file system is there and answers; not retried for minutes, as Hadoop would. */
  static Finding hdfs(String uri) {
    Configuration hadoop = HadoopSettings.current();
    hadoop.setInt("ipc.client.connect.max.retries", 1);
    hadoop.setInt("ipc.client.connect.max.retries.on.timeouts", 1);
    hadoop.setInt("ipc.client.connect.timeout", 5000);
    hadoop.setInt("dfs.client.failover.max.attempts", 2);
    try (FileSystem files = FileSystem.newInstance(URI.create(uri), hadoop)) {
      Path root = new Path("/");
      files.getFileStatus(root);
      return Finding.ok(
          "hdfs", uri + " answers, " + Sizes.text(files.getStatus(root).getRemaining()) + " free");
    } catch (IOException | IllegalArgumentException e) {
      return Finding.fail(
          "hdfs",
          uri + " does not answer: " + firstLine(e.getMessage()),
          "check host and port against fs.defaultFS of core-site.xml, and that the name node runs");
    }
  }

  /** Room for a run, in the nearest folder that is there. */
  static Finding disk(String out) throws IOException {
    Path path = new Path(out);
    FileSystem files = path.getFileSystem(HadoopSettings.current());
    path = files.makeQualified(path);
    while (!files.exists(path) && path.getParent() != null) {
      path = path.getParent();
    }
    boolean isWritable = true;
    try {
      files.access(path, FsAction.WRITE);
    } catch (AccessControlException denied) {
      isWritable = false;
    }
    return MachineChecks.disk(path.toString(), isWritable, files.getStatus(path).getRemaining());
  }

  private static String firstLine(String message) {
    return message == null ? "no reason given" : message.lines().findFirst().orElse("");
  }
}
