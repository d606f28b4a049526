package io.retrievaldefense.pipeline;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Runs whose finished steps other runs may take over. A step is the same if it was made from the
 * same: version, keys it depends on, outside files, and the very outputs of its input steps, which
 * are the same where they have been taken over themselves.
 */
public final class SharedSteps {
  private final List<Path> runs;
  private final Configuration hadoop;

  private SharedSteps(List<Path> runs, Configuration hadoop) {
    this.runs = List.copyOf(runs);
    this.hadoop = hadoop;
  }

  /**
   * @param runs folders of runs, in the order in which they are looked into; some may not exist
   * @param hadoop Hadoop's settings
   * @return their steps
   */
  public static SharedSteps of(List<Path> runs, Configuration hadoop) {
    return new SharedSteps(runs, hadoop);
  }

  /**
   * @return no step at all
   */
  public static SharedSteps none() {
    return new SharedSteps(List.of(), null);
  }

  /** A step's output, and whose it is. */
  record Found(Path run, Path folder, Stamp stamp) {}

  /** A finished and undamaged output of that origin. */
  Optional<Found> find(String step, Origin origin) throws IOException {
    for (Path run : runs) {
      RunFiles files = new RunFiles(run, hadoop);
      FinishedSteps finished = new FinishedSteps(files);
      Optional<Stamp> stamp = finished.stamp(step);
      if (stamp.isPresent()
          && stamp.get().staleness(origin).isEmpty()
          && finished.damage(stamp.get()).isEmpty()) {
        return Optional.of(new Found(run, files.path(step), stamp.get()));
      }
    }
    return Optional.empty();
  }
}
