package io.retrievaldefense.jobs;

import io.retrievaldefense.classifier.SummaryModelFile;
import io.retrievaldefense.classifier.SummaryShape;
import io.retrievaldefense.classifier.SummaryTrainer;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.ClassifierConfig;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.pipeline.Step;
import io.retrievaldefense.pipeline.StepContext;
import io.retrievaldefense.pipeline.StepSummary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Attention and fully connected layers for every configured N, on the driver, from the retrieved
 * sets; N is chosen by validation accuracy. With adversarial rounds the executors then attack each
 * of them as it is, and it is trained anew on what that gave too (adversarial training, Madry et
 * al. 2018, with the images made between trainings and not between steps), as often as configured;
 * a run that was stopped goes on after what was attacked.
 */
public final class TrainClassifier implements Step {

  private static final String CHOICE = "classifiers.json";

  /** The snapshot of an index that nothing was deleted from, added to or compacted in. */
  private static final long AS_BUILT = 1;

  /**
   * What the step says of its models.
   *
   * @param validationAccuracy by N, on the images that find-neighbors searched for: the same for
   *     every N, attacked if queries are
   * @param chosenNeighbors the N of the best validation accuracy, the smallest on a tie
   * @param histories epochs by N
   */
  record Choice(
      Map<Integer, Double> validationAccuracy,
      int chosenNeighbors,
      Map<Integer, List<SummaryTrainer.Epoch>> histories) {

    static Choice read(Path step, Configuration hadoop) throws IOException {
      return StepFiles.readJson(new Path(step, CHOICE), Choice.class, hadoop);
    }
  }

  @Override
  public String name() {
    return "train-classifier";
  }

  @Override
  public String description() {
    return "train attention and fully connected layers for every N";
  }

  @Override
  public List<String> sections() {
    return List.of("seed", "classifier");
  }

  @Override
  public List<String> inputs() {
    return List.of(
        "prepare",
        TrainExtractor.NAME,
        TuneExtractor.NAME,
        "extract-features",
        "build-index",
        "find-neighbors");
  }

  @Override
  public List<String> inputs(RunConfig config) {
    return config.classifier().queries().rounds() > 0
            || config.classifier().start() == ClassifierConfig.Start.EXTRACTOR
        ? inputs()
        : List.of("prepare", "extract-features", "build-index", "find-neighbors");
  }

  /** What was found counts the rows of the first snapshot; a later one may count them otherwise. */
  private static void requireAsBuilt(NeighborIndex index, String location) {
    long snapshot = index.manifest().snapshot();
    if (snapshot != AS_BUILT) {
      throw new BadInputException(
          "index of a run must be as build-index has left it, snapshot %d, for classifiers to be trained: %s is at snapshot %d"
              .formatted(AS_BUILT, location, snapshot));
    }
  }

  static Path model(Path step, int neighbors) {
    return new Path(step, "classifier-" + neighbors + ".model");
  }

  @Override
  public StepSummary run(StepContext context) throws IOException {
    ClassifierConfig config = context.config().classifier();
    DatasetInfo info = DatasetInfo.read(context.input("prepare"), context.hadoop());
    FeatureInfo features = FeatureInfo.read(context.input("extract-features"), context.hadoop());
    String location = BuildIndex.path(context.input("build-index")).toString();
    NeighborIndex index = SharedIndex.open(location, features, context.hadoop());
    requireAsBuilt(index, location);
    Path found = context.input("find-neighbors");
    Map<Integer, TrainingSets> sets = new TreeMap<>();
    for (int neighbors : config.neighbors()) {
      sets.put(neighbors, new TrainingSets());
    }
    TrainingSets first = TrainingSets.read(context, found, index);
    sets.values().forEach(set -> set.add(first));
    SummaryShape shape =
        HeadTraining.shape(config, features.featureLength(), info.classNames().size());
    HeadTraining heads = HeadTraining.of(context, shape);

    DefenceAttack attack = new DefenceAttack(context, features, location);
    RoundTables tables = new RoundTables(context);
    for (int round = 1; round <= config.queries().rounds(); round++) {
      for (SummaryTrainer.Trained one : heads.train(tables.missing(round, sets))) {
        int neighbors = one.model().neighbors();
        attack.run(one.model(), round, tables.cleared(round, neighbors));
      }
      for (int neighbors : sets.keySet()) {
        Path attacked = tables.path(round, neighbors);
        sets.get(neighbors).add(TrainingSets.read(context, attacked, index));
      }
    }
    List<SummaryTrainer.Trained> trained = heads.train(sets);

    Map<Integer, Double> accuracies = new TreeMap<>();
    Map<Integer, List<SummaryTrainer.Epoch>> histories = new TreeMap<>();
    for (SummaryTrainer.Trained one : trained) {
      accuracies.put(
          one.model().neighbors(), SummaryTrainer.accuracy(one.model(), first.validation()));
    }
    String measure = HeadTraining.measure(config);
    StepSummary summary = StepSummary.of(measure + " " + described(accuracies));
    for (SummaryTrainer.Trained one : trained) {
      int neighbors = one.model().neighbors();
      histories.put(neighbors, one.history());
      StepFiles.write(
          model(context.output(), neighbors),
          SummaryModelFile.toBytes(
              one.model(),
              Map.of(
                  "data",
                  info.digest(),
                  "extractor",
                  features.extractorDigest(),
                  measure,
                  Double.toString(accuracies.get(neighbors)))),
          context.hadoop());
      summary = summary.with("validation-accuracy-" + neighbors, accuracies.get(neighbors));
    }
    int chosen =
        accuracies.entrySet().stream()
            .reduce((best, next) -> next.getValue() > best.getValue() ? next : best)
            .orElseThrow()
            .getKey();
    StepFiles.writeJson(
        new Path(context.output(), CHOICE),
        new Choice(accuracies, chosen, histories),
        context.hadoop());
    return summary.with("chosen-neighbors", chosen);
  }

  private static String described(Map<Integer, Double> accuracies) {
    List<String> texts = new ArrayList<>();
    accuracies.forEach(
        (neighbors, accuracy) ->
            texts.add(String.format(Locale.ROOT, "N=%d %.2f %%", neighbors, 100 * accuracy)));
    return String.join(", ", texts);
  }
}
