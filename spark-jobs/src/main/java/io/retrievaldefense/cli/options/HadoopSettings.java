package io.retrievaldefense.cli.options;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/** Hadoop's settings for commands that have no Spark session, or none yet. */
public final class HadoopSettings {
  private HadoopSettings() {}

  /** As Spark will have them: with what {@code spark.hadoop.*} sets. */
  public static Configuration current() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }
}
