package io.retrievaldefense.jobs;

import io.retrievaldefense.backend.NativeThreads;
import io.retrievaldefense.classifier.AttentionOptions;
import io.retrievaldefense.classifier.AttentionOptions.TemperatureLearning;
import io.retrievaldefense.classifier.LayerInput;
import io.retrievaldefense.classifier.RetrievedExamples;
import io.retrievaldefense.classifier.SummaryShape;
import io.retrievaldefense.classifier.SummaryTrainer;
import io.retrievaldefense.classifier.SummaryTrainingOptions;
import io.retrievaldefense.cnn.LogitLayer;
import io.retrievaldefense.config.AttentionConfig;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.ClassifierConfig;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.index.projection.NamedSeed;
import io.retrievaldefense.pipeline.StepContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Trains attention and fully connected layers on the driver, as a run's configuration says. */
final class HeadTraining {
  private final StepContext context;
  private final SummaryShape shape;
  private final Optional<LogitLayer> start;

  private HeadTraining(StepContext context, SummaryShape shape, Optional<LogitLayer> start) {
    this.context = context;
    this.shape = shape;
    this.start = start;
  }

  /** Of a run whose extractor is trained. */
  static HeadTraining of(StepContext context, SummaryShape shape) throws IOException {
    return new HeadTraining(
        context,
        shape,
        context.config().classifier().start() == ClassifierConfig.Start.EXTRACTOR
            ? Optional.of(ExtractorModel.of(context).model().logitLayer())
            : Optional.empty());
  }

  /**
   * The shape of the layers that a configuration asks for.
   *
   * @throws BadInputException if they are to start as the extractor's own classifier, and have no
   *     place for it
   */
  static SummaryShape shape(ClassifierConfig config, int featureLength, int classes) {
    if (config.start() == ClassifierConfig.Start.EXTRACTOR) {
      for (int units : config.hidden()) {
        if (units < 2 * classes) {
          throw new BadInputException(
              "classifier.hidden must be at least two units for each of the %d classes if classifier.start is extractor: %s"
                  .formatted(classes, config.hidden()));
        }
      }
    }
    return new SummaryShape(
        featureLength, classes, config.hidden(), LayerInput.valueOf(config.input().name()));
  }

  /** What an epoch is chosen by. */
  static String measure(ClassifierConfig config) {
    return config.queries().isAdversarial()
        ? "validation accuracy under PGD"
        : "validation accuracy";
  }

  /** Trains one for each N, none for none. */
  List<SummaryTrainer.Trained> train(Map<Integer, TrainingSets> sets) {
    if (sets.isEmpty()) {
      return List.of();
    }
    int epochs = context.config().classifier().epochs();
    context.progress().begin("training classifiers", (long) sets.size() * epochs);
    List<Callable<SummaryTrainer.Trained>> trainings = new ArrayList<>();
    sets.forEach(
        (neighbors, set) ->
            trainings.add(() -> train(neighbors, set.training(), set.validation())));
    return inParallel(trainings);
  }

  private SummaryTrainer.Trained train(
      int neighbors, RetrievedExamples training, RetrievedExamples validation) {
    SummaryTrainingOptions options = options(context.config(), neighbors);
    return start
        .map(layer -> new SummaryTrainer(options, layer))
        .orElseGet(() -> new SummaryTrainer(options))
        .train(
            shape,
            neighbors,
            training,
            validation,
            epoch -> {
              context.progress().advance(1);
              context
                  .progress()
                  .note(
                      String.format(
                          Locale.ROOT,
                          "N=%d, epoch %d: training loss %.4f, %s %.2f %%",
                          neighbors,
                          epoch.number(),
                          epoch.trainingLoss(),
                          measure(context.config().classifier()),
                          100 * epoch.validationAccuracy()));
            });
  }

  static SummaryTrainingOptions options(RunConfig run, int neighbors) {
    ClassifierConfig config = run.classifier();
    return new SummaryTrainingOptions(
        config.attentionStart(),
        config.epochs(),
        config.batchSize(),
        config.learningRate(),
        config.weightDecay(),
        config.dropout(),
        config.patience(),
        NamedSeed.derive(run.seed(), "classifier " + neighbors),
        options(config.attention()));
  }

  private static AttentionOptions options(AttentionConfig config) {
    return new AttentionOptions(
        config.keyLength(),
        config.valueLength(),
        config.temperature(),
        config.learnedTemperature() ? TemperatureLearning.LEARNED : TemperatureLearning.FIXED,
        config.localMixup(),
        config.labels() ? AttentionOptions.Labels.SHOWN : AttentionOptions.Labels.HIDDEN);
  }

  /** Each training is single threaded, so they run beside each other without changing a bit. */
  private static <T> List<T> inParallel(List<Callable<T>> tasks) {
    ExecutorService pool = Executors.newFixedThreadPool(NativeThreads.available());
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : pool.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("training was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("training failed", e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }
}
