package io.retrievaldefense.pipeline;

import io.retrievaldefense.config.RunConfig;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * One step of a run: a Spark job that reads earlier steps' output folders and writes its own. A
 * step holds no state; the same object may run for several folders.
 */
public interface Step {

  /**
   * @return its name: its command, and its folder in the run directory, such as {@code build-index}
   */
  String name();

  /**
   * @return what it does, one line for {@code --help}
   */
  String description();

  /**
   * The parts of the configuration its output depends on. When one of their values changes, the
   * step is run again.
   *
   * @return sections or keys, such as {@code extractor}, {@code attacks.epsilons}, {@code seed}
   */
  List<String> sections();

  /**
   * @return names of the earlier steps whose output it reads
   */
  List<String> inputs();

  /**
   * The steps it reads from in a run of that configuration.
   *
   * @param config the run's configuration
   * @return some of {@link #inputs()}, by default all
   */
  default List<String> inputs(RunConfig config) {
    return inputs();
  }

  /**
   * Whether a run of that configuration has this step; where it has not, nobody reads from it.
   *
   * @param config the run's configuration
   * @return true for all but steps that something must be configured for
   */
  default boolean isPartOf(RunConfig config) {
    return true;
  }

  /**
   * A digest of what the step reads besides the configuration and earlier steps, such as the list
   * of image files with their lengths and times. When it changes, the step is run again.
   *
   * @param config the run's configuration
   * @param hadoop Hadoop's settings
   * @return any text; empty if there is nothing
   * @throws IOException if it cannot be read
   */
  default String externalInputs(RunConfig config, Configuration hadoop) throws IOException {
    return "";
  }

  /**
   * Files of its output folder that are copied beside the steps' folders, since users look for them
   * there: {@code report.html}.
   *
   * @return names of files
   */
  default List<String> exports() {
    return List.of();
  }

  /**
   * Does the work. Whatever is written below {@link StepContext#output} becomes visible as a whole
   * when this returns, and is discarded when it throws.
   *
   * @param context the run
   * @return what was done
   * @throws IOException if reading or writing fails
   */
  StepSummary run(StepContext context) throws IOException;
}
