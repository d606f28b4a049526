package io.retrievaldefense.cli.options;

import io.retrievaldefense.backend.NativeMemory;
import io.retrievaldefense.config.RuntimeConfig;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** Where Spark runs. */
public final class SparkOptions {
  private static final String MASTER = "spark.master";
  private static final String EXECUTOR_OPTIONS = "spark.executor.extraJavaOptions";

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark's master; by default an embedded Spark on all cores, local[*]")
  private String master;

  /** Filled in by picocli. */
  public SparkOptions() {}

  /**
   * A session, under spark-submit with the settings that spark-submit was given; its executors keep
   * to the limits of native memory.
   */
  public SparkSession open(String command, RuntimeConfig runtime) {
    SparkConf settings = new SparkConf();
    if (master != null) {
      settings.set(MASTER, master);
    }
    return open(command, runtime, settings);
  }

  /** A session that runs so many tasks at a time at most, with further settings. */
  public SparkSession openWith(
      int tasks, String command, RuntimeConfig runtime, Map<String, String> settings) {
    SparkConf conf = new SparkConf();
    settings.forEach(conf::set);
    conf.set("spark.cores.max", Integer.toString(tasks));
    // An embedded Spark does not know spark.cores.max.
    boolean isEmbedded = master == null || master.matches("local(\\[[^,]*])?");
    conf.set(MASTER, isEmbedded ? "local[" + tasks + "]" : master);
    return open(command, runtime, conf);
  }

  private SparkSession open(String command, RuntimeConfig runtime, SparkConf settings) {
    String limits = NativeMemory.javaOptions(runtime.offHeap(), runtime.resident());
    // Before what the user gives, which so wins.
    settings.set(EXECUTOR_OPTIONS, (limits + " " + settings.get(EXECUTOR_OPTIONS, "")).trim());
    settings.setIfMissing(MASTER, "local[*]");
    // What is sent are records, of which Kryo 4 cannot take the fields.
    settings.set("spark.serializer", JavaSerializer.class.getName());
    // Work on images is compute-bound: parts this small keep all slots busy to the end.
    settings.setIfMissing("spark.sql.files.maxPartitionBytes", "4m");
    settings.setIfMissing("spark.sql.files.openCostInBytes", "1m");
    settings.setIfMissing("spark.app.name", "retrieval-defense " + command);
    if (settings.get(MASTER).startsWith("local")) {
      settings.setIfMissing("spark.ui.enabled", "false");
      // With the default of 200, small jobs spend their time on starting tasks.
      settings.setIfMissing("spark.sql.shuffle.partitions", "8");
    }
    return SparkSession.builder().config(settings).getOrCreate();
  }
}
