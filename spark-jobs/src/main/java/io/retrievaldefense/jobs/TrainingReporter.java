package io.retrievaldefense.jobs;

import io.retrievaldefense.cnn.TrainingProgress;
import io.retrievaldefense.pipeline.StepContext;
import java.util.Locale;

/** Passes what a trainer says on to the console. */
final class TrainingReporter implements TrainingProgress {
  private final StepContext context;
  private final String measure;
  private long reported;

  /**
   * @param measure what an epoch is chosen by, for people
   */
  TrainingReporter(StepContext context, String measure) {
    this.context = context;
    this.measure = measure;
  }

  @Override
  public void images(long done, long total) {
    context.progress().advance(done - reported);
    reported = done;
  }

  @Override
  public void epoch(Epoch epoch) {
    context
        .progress()
        .note(
            String.format(
                Locale.ROOT,
                "epoch %d of %d: training loss %.4f, %s %.2f %%, %.0f s",
                epoch.number(),
                epoch.of(),
                epoch.trainingLoss(),
                measure,
                100 * epoch.validationAccuracy(),
                epoch.seconds()));
  }
}
