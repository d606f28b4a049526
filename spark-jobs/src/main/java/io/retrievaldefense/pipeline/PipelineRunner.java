package io.retrievaldefense.pipeline;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.RunConfig;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Runs steps of a pipeline in one run directory, those whose origin has changed and no others. */
public final class PipelineRunner {
  private static final List<String> COUNTED = List.of("images", "rows", "queries");

  private final Pipeline pipeline;
  private final SparkSession spark;
  private final RunConfig config;
  private final RunDirectory directory;
  private final Console console;
  private final Metrics metrics = new Metrics();
  private final StepStates states;
  private boolean isWarned;
  private final SharedSteps shared;

  /**
   * @param pipeline the steps
   * @param spark the session they run in
   * @param config the run's configuration
   * @param directory where they write; stays open
   * @param console where the user reads along
   */
  public PipelineRunner(
      Pipeline pipeline,
      SparkSession spark,
      RunConfig config,
      RunDirectory directory,
      Console console) {
    this(pipeline, spark, config, directory, console, SharedSteps.none());
  }

  /**
   * @param pipeline the steps
   * @param spark the session they run in
   * @param config the run's configuration
   * @param directory where they write; stays open
   * @param console where the user reads along
   * @param shared finished steps of other runs, which need not be run again
   */
  public PipelineRunner(
      Pipeline pipeline,
      SparkSession spark,
      RunConfig config,
      RunDirectory directory,
      Console console,
      SharedSteps shared) {
    this.shared = Objects.requireNonNull(shared, "shared");
    this.pipeline = Objects.requireNonNull(pipeline, "pipeline");
    this.spark = Objects.requireNonNull(spark, "spark");
    this.config = Objects.requireNonNull(config, "config");
    this.directory = Objects.requireNonNull(directory, "directory");
    this.console = Objects.requireNonNull(console, "console");
    this.states =
        new StepStates(pipeline, config, directory, spark.sparkContext().hadoopConfiguration());
  }

  /**
   * Runs every step that is not finished and unchanged.
   *
   * @throws IOException if reading or writing fails
   */
  public void all() throws IOException {
    removeOthers();
    for (Step step : pipeline.steps(config)) {
      runIfChanged(step);
    }
  }

  /**
   * Runs one step, if it is not finished and unchanged.
   *
   * @param name its name
   * @return what it did, now or when it was last run
   * @throws BadInputException if a step it reads from has not been run, or is to be run again
   * @throws IOException if reading or writing fails
   */
  public StepSummary only(String name) throws IOException {
    Step step = pipeline.step(name);
    if (!step.isPartOf(config)) {
      throw new BadInputException(
          "step must be part of the run, which is not configured for it: " + name);
    }
    for (Step input : pipeline.inputs(step, config)) {
      Optional<String> missing = states.reasonToRun(input);
      if (missing.isPresent()) {
        throw new BadInputException(
            String.format(
                "%s must find %s finished in %s: %s",
                name, input.name(), directory.path(), missing.get()));
      }
      directory.stamp(input.name()).ifPresent(this::warnOfDifferences);
    }
    // Not before: a setting that was forgotten must not cost a step that took hours.
    removeOthers();
    Stamp stamp = runIfChanged(step);
    return new StepSummary(stamp.summary(), stamp.figures());
  }

  /** A step the run no longer has must not be taken for one of it by those that read the folder. */
  private void removeOthers() throws IOException {
    for (Step step : pipeline.steps()) {
      if (!step.isPartOf(config) && directory.stamp(step.name()).isPresent()) {
        directory.remove(step.name());
        console.line(step.name() + ": removed, the run is no longer configured for it");
      }
    }
  }

  private Stamp runIfChanged(Step step) throws IOException {
    Optional<String> reason = states.reasonToRun(step);
    Stamp stamp;
    if (reason.isEmpty()) {
      stamp = directory.stamp(step.name()).orElseThrow();
      directory.export(step, stamp);
      console.line(step.name() + ": skipped, finished and unchanged (" + stamp.summary() + ")");
    } else {
      Optional<SharedSteps.Found> elsewhere = shared.find(step.name(), states.origin(step));
      if (elsewhere.isPresent()) {
        stamp = adopt(step, elsewhere.get());
      } else {
        console.line(step.name() + ": " + step.description() + " (" + reason.get() + ")");
        stamp = run(step);
      }
    }
    warnOfDifferences(stamp);
    metrics.write(pipeline, directory);
    return stamp;
  }

  /** Once a run: the same configuration here and now may give other numbers. */
  private void warnOfDifferences(Stamp stamp) {
    List<String> differences = stamp.differences(RunDirectory.processor(), Version.commit());
    if (!isWarned && !differences.isEmpty()) {
      isWarned = true;
      differences.forEach(console::line);
    }
  }

  private Stamp adopt(Step step, SharedSteps.Found found) throws IOException {
    directory.adopt(found.folder(), step.name());
    directory.discardUnfinished(step.name());
    directory.export(step, found.stamp());
    states.ran(step);
    console.line(
        step.name() + ": taken from " + found.run() + " (" + found.stamp().summary() + ")");
    return found.stamp();
  }

  private StepContext context(Step step, Origin origin, Path output) throws IOException {
    Map<String, Path> inputs = new HashMap<>();
    for (Step input : pipeline.inputs(step, config)) {
      inputs.put(input.name(), directory.output(input.name()));
    }
    return new StepContext(
        spark,
        config,
        output,
        directory.unfinished(step.name()),
        origin.digest(),
        inputs,
        new ConsoleProgress(console, step.name()));
  }

  private Stamp run(Step step) throws IOException {
    long start = console.nanoTime();
    // Taken before the step runs: what changes while it runs makes it stale, not current.
    Origin origin = states.origin(step);
    Path temporary = directory.begin(step.name());
    spark.sparkContext().setJobGroup(step.name(), step.description(), true);
    Stamp stamp;
    try (TaskCpu cpu = TaskCpu.register(spark.sparkContext())) {
      StepSummary summary =
          step.run(context(step, origin, temporary)).with("task-cpu-seconds", cpu.seconds());
      stamp = directory.publish(temporary, step, origin, console.secondsSince(start), summary);
    } catch (Exception e) {
      // Spark's own are neither IOException nor RuntimeException, and nowhere declared.
      discard(temporary, e);
      throw e;
    } finally {
      spark.sparkContext().clearJobGroup();
    }
    directory.discardUnfinished(step.name());
    directory.export(step, stamp);
    states.ran(step);
    metrics.ran(stamp);
    console.line(step.name() + ": " + told(stamp) + " in " + whereToLook(step));
    return stamp;
  }

  private Path whereToLook(Step step) {
    return step.exports().isEmpty()
        ? directory.output(step.name())
        : new Path(directory.path(), step.exports().get(0));
  }

  /** Summary, seconds, and how many a second, where the step has counted what it went through. */
  private static String told(Stamp stamp) {
    String rate = "";
    for (String counted : COUNTED) {
      Double count = stamp.figures().get(counted);
      if (rate.isEmpty() && count != null && stamp.seconds() > 0) {
        rate = String.format(Locale.ROOT, ", %,.0f %s/s", count / stamp.seconds(), counted);
      }
    }
    return stamp.summary() + " (" + Durations.text(stamp.seconds()) + rate + ")";
  }

  private void discard(Path temporary, Exception failure) {
    try {
      directory.discard(temporary);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
