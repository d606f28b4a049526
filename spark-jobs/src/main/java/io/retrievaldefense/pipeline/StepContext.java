package io.retrievaldefense.pipeline;

import io.retrievaldefense.config.RunConfig;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** What a step is given to work with. */
public final class StepContext {
  private final SparkSession spark;
  private final RunConfig config;
  private final Path output;
  private final Path unfinished;
  private final String origin;
  private final Map<String, Path> inputs;
  private final Progress progress;

  StepContext(
      SparkSession spark,
      RunConfig config,
      Path output,
      Path unfinished,
      String origin,
      Map<String, Path> inputs,
      Progress progress) {
    this.spark = Objects.requireNonNull(spark, "spark");
    this.config = Objects.requireNonNull(config, "config");
    this.output = Objects.requireNonNull(output, "output");
    this.unfinished = Objects.requireNonNull(unfinished, "unfinished");
    this.origin = Objects.requireNonNull(origin, "origin");
    this.inputs = Map.copyOf(inputs);
    this.progress = Objects.requireNonNull(progress, "progress");
  }

  /**
   * @return the session
   */
  public SparkSession spark() {
    return spark;
  }

  /**
   * @return the session's context for Java
   */
  public JavaSparkContext javaSpark() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  /**
   * @return Hadoop's settings, with Spark's in them
   */
  public Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
  }

  /**
   * @return the run's configuration
   */
  public RunConfig config() {
    return config;
  }

  /**
   * The folder to write to: temporary, empty, published as {@code DIR/STEP} when the step returns.
   * Nothing written there may hold its own path.
   *
   * @return its qualified path
   */
  public Path output() {
    return output;
  }

  /**
   * A folder that outlives a run that is killed, for a long step to go on from. It need not exist;
   * it is deleted when the step is published. What is in it may be of another configuration.
   *
   * @return its qualified path
   */
  public Path unfinished() {
    return unfinished;
  }

  /**
   * What tells things of this configuration and these inputs from others in {@link #unfinished}.
   *
   * @return digest of all that the step is made from: the same as long as it would not be stale
   */
  public String origin() {
    return origin;
  }

  /**
   * The folder an earlier step wrote.
   *
   * @param step its name, one of {@link Step#inputs}
   * @return its qualified path
   * @throws IllegalArgumentException if the step did not declare it as input
   */
  public Path input(String step) {
    Path path = inputs.get(step);
    if (path == null) {
      throw new IllegalArgumentException("input must be one the step declares: " + step);
    }
    return path;
  }

  /**
   * @param path a path of any file system
   * @return its file system
   * @throws IOException if it cannot be reached
   */
  public FileSystem fileSystem(Path path) throws IOException {
    return path.getFileSystem(hadoop());
  }

  /**
   * @return where to say how far the step is
   */
  public Progress progress() {
    return progress;
  }
}
