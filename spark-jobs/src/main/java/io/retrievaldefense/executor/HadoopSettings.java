package io.retrievaldefense.executor;

import io.retrievaldefense.images.HadoopFiles;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/** What {@code spark.hadoop.*} says of file systems, wherever files are read. */
public final class HadoopSettings {
  private static final String PREFIX = "spark.hadoop.";

  private HadoopSettings() {}

  /** Hadoop's configuration as Spark will have it, for what has no session, or none yet. */
  public static Configuration current() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }

  /** Files by the same settings, for what has no session. */
  public static HadoopFiles files() {
    return files(new SparkConf());
  }

  /** Files by the settings of a session, on executors too, whose own files may not say them. */
  public static HadoopFiles files(SparkConf spark) {
    TreeMap<String, String> settings = new TreeMap<>();
    for (var setting : spark.getAllWithPrefix(PREFIX)) {
      settings.put(setting._1(), setting._2());
    }
    return new HadoopFiles(settings);
  }
}
