package io.retrievaldefense.cli.index;

import io.retrievaldefense.cli.options.SparkOptions;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.indexing.IndexSettings;
import io.retrievaldefense.indexing.Tuning;
import io.retrievaldefense.indexing.TuningSample;
import io.retrievaldefense.indexing.VectorTable;
import io.retrievaldefense.pipeline.Progress;
import java.io.IOException;
import org.apache.spark.sql.SparkSession;

/** What the commands that tune have in common. */
final class TuneOptions {
  private TuneOptions() {}

  /** Refuses what no tuning can reach, before any work. */
  static void require(double recall) {
    if (!(recall > 0) || recall > 1) {
      throw new BadInputException("recall must be above 0 and at most 1: " + recall);
    }
  }

  /** A sample of what the user named. */
  static TuningSample sample(
      VectorInput input, int neighbors, SparkOptions spark, RunConfig run, Progress progress)
      throws IOException {
    if (input.isTable()) {
      try (SparkSession session = spark.open("index tune", run.runtime())) {
        return TuningSample.of(VectorTable.open(session, input.location()), run.seed());
      }
    }
    return IndexArgument.refusing(
        () -> TuningSample.of(input::open, neighbors, run.seed(), progress));
  }

  /** Tunes and tells of it. */
  static Tuning tune(
      TuningSample sample, double recall, int neighbors, IndexSettings base, Talk talk)
      throws IOException {
    Tuning tuning = Tuning.run(sample, neighbors, recall, base, talk.progress());
    tuning.lines().forEach(line -> talk.line("%s", line));
    return tuning;
  }
}
