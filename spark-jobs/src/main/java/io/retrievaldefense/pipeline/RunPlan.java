package io.retrievaldefense.pipeline;

import io.retrievaldefense.config.DataConfig;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.config.SplitConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What a call would do, found by looking only: nothing is written, locked or started. Times and
 * sizes are those of the last time a step ran in the folder, or estimates where it has not.
 *
 * @param images which images it is about
 * @param steps the steps, in their order
 * @param out the folder of the run
 * @param freeBytes what the folder's file system has room for
 */
public record RunPlan(String images, List<PlannedStep> steps, Path out, long freeBytes) {

  /** Copies the list. */
  public RunPlan {
    steps = List.copyOf(steps);
  }

  /**
   * @param pipeline the steps there are
   * @param wanted those that are asked for
   * @param config the run's configuration
   * @param out the folder of the run; need not exist
   * @param hadoop Hadoop's settings
   * @return what would be done
   * @throws io.retrievaldefense.config.BadInputException if the folder holds another run, or the
   *     images are not there
   * @throws IOException if a file system fails
   */
  public static RunPlan of(
      Pipeline pipeline, List<Step> wanted, RunConfig config, Path out, Configuration hadoop)
      throws IOException {
    FileSystem files = out.getFileSystem(hadoop);
    try (RunDirectory directory = RunDirectory.look(out, hadoop, config)) {
      // Images that are not there are refused before anything is planned upon them.
      for (Step step : pipeline.steps()) {
        step.externalInputs(config, hadoop);
      }
      StepStates states = new StepStates(pipeline, config, directory, hadoop);
      List<PlannedStep> planned = new ArrayList<>();
      for (Step step : wanted.stream().filter(step -> step.isPartOf(config)).toList()) {
        Optional<PlannedStep.Previous> previous =
            directory.stamp(step.name()).map(RunPlan::previous);
        planned.add(
            new PlannedStep(step.name(), states.reasonToRun(step), previous, Optional.empty()));
      }
      boolean isNew = planned.stream().anyMatch(step -> step.previous().isEmpty());
      List<PlannedStep> estimated =
          isNew ? estimated(planned, pipeline.estimator().estimates(config, hadoop)) : planned;
      return new RunPlan(images(config), estimated, directory.path(), free(files, out));
    }
  }

  private static List<PlannedStep> estimated(
      List<PlannedStep> planned, Map<String, Estimate> estimates) {
    return planned.stream()
        .map(
            step ->
                step.previous().isPresent()
                    ? step
                    : new PlannedStep(
                        step.name(),
                        step.reason(),
                        step.previous(),
                        Optional.ofNullable(estimates.get(step.name()))))
        .toList();
  }

  /**
   * @return the plan as lines for people
   */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("images: " + images);
    for (PlannedStep step : steps) {
      lines.add(step.name() + ": " + text(step));
    }
    lines.add(time());
    long held =
        steps.stream().flatMap(step -> step.previous().stream()).mapToLong(p -> p.bytes()).sum();
    long more =
        steps.stream()
            .filter(step -> step.runs() && step.previous().isEmpty())
            .mapToLong(PlannedStep::bytes)
            .sum();
    lines.add(
        "disk: these steps' outputs are "
            + Sizes.text(held)
            + " now"
            + (more > 0 ? ", at most " + Sizes.text(more) + " come on top" : "")
            + ", "
            + Sizes.text(freeBytes)
            + " are free at "
            + out);
    lines.add("nothing was written: this was a dry run");
    return lines;
  }

  private static String text(PlannedStep step) {
    if (!step.runs()) {
      return "skip, finished and unchanged (" + step.previous().orElseThrow().summary() + ")";
    }
    return "run, " + step.reason().orElseThrow() + expected(step);
  }

  private static String expected(PlannedStep step) {
    if (step.previous().isPresent()) {
      PlannedStep.Previous last = step.previous().get();
      return " (last time "
          + Durations.text(last.seconds())
          + ", "
          + Sizes.text(last.bytes())
          + ": "
          + last.summary()
          + ")";
    }
    return step.estimate()
        .map(
            estimate ->
                " (about "
                    + Durations.text(estimate.seconds())
                    + ", at most "
                    + Sizes.text(estimate.bytes())
                    + ")")
        .orElse("");
  }

  private String time() {
    List<PlannedStep> running = steps.stream().filter(PlannedStep::runs).toList();
    if (running.isEmpty()) {
      return "time: nothing to run";
    }
    List<String> unknown =
        running.stream().filter(s -> s.seconds().isEmpty()).map(PlannedStep::name).toList();
    double seconds = running.stream().mapToDouble(step -> step.seconds().orElse(0.0)).sum();
    boolean isEstimated = running.stream().anyMatch(step -> step.estimate().isPresent());
    String known =
        unknown.size() == running.size()
            ? "no estimate"
            : "about "
                + Durations.text(seconds)
                + (isEstimated
                    ? ", by trying its parts here for some seconds"
                    : ", as long as the last time");
    return "time: "
        + running.size()
        + (running.size() == 1 ? " step, " : " steps, ")
        + known
        + (unknown.isEmpty() ? "" : "; not known of " + String.join(", ", unknown));
  }

  private static PlannedStep.Previous previous(Stamp stamp) {
    long bytes = stamp.files().values().stream().mapToLong(Long::longValue).sum();
    return new PlannedStep.Previous(stamp.seconds(), bytes, stamp.summary());
  }

  private static String images(RunConfig config) {
    DataConfig data = config.data();
    return config.values().get("data.source")
        + (data.root().isEmpty() ? "" : " at " + data.root())
        + "; training "
        + text(data.training())
        + ", validation "
        + text(data.validation())
        + ", private "
        + text(data.privateSet())
        + ", test "
        + text(data.test());
  }

  private static String text(SplitConfig split) {
    return split.count() + (split.part().equals(".") ? "" : " of " + split.part());
  }

  /** Of the nearest folder above that exists: the run's own may not yet. */
  private static long free(FileSystem files, Path out) throws IOException {
    Path path = files.makeQualified(out);
    while (!files.exists(path) && path.getParent() != null) {
      path = path.getParent();
    }
    return files.getStatus(path).getRemaining();
  }
}
