package io.retrievaldefense.jobs;

import io.retrievaldefense.classifier.Retrieved;
import io.retrievaldefense.classifier.RetrievedExamples;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.pipeline.StepContext;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** What the classifier of one N learns from and is validated by, of one table or several. */
final class TrainingSets {
  private final List<RetrievedExamples> training = new ArrayList<>();
  private final List<RetrievedExamples> validation = new ArrayList<>();

  /** Those of a table, by the splits that the run learns from. */
  static TrainingSets read(StepContext context, Path table, NeighborIndex index) {
    TrainingSets sets = new TrainingSets();
    sets.training.add(
        NeighborTable.examples(
            context.spark(),
            table,
            TrainingQueries.of(context.config().classifier().queries().images()),
            index));
    sets.validation.add(
        NeighborTable.examples(context.spark(), table, List.of(Split.VALIDATION), index));
    return sets;
  }

  void add(TrainingSets more) {
    training.addAll(more.training);
    validation.addAll(more.validation);
  }

  RetrievedExamples training() {
    return new Joined(training);
  }

  RetrievedExamples validation() {
    return new Joined(validation);
  }

  /** One after the other. */
  private record Joined(List<RetrievedExamples> parts) implements RetrievedExamples {

    @Override
    public int size() {
      return parts.stream().mapToInt(RetrievedExamples::size).sum();
    }

    @Override
    public int label(int example) {
      int part = part(example);
      return parts.get(part).label(example - before(part));
    }

    @Override
    public float[] feature(int example) {
      int part = part(example);
      return parts.get(part).feature(example - before(part));
    }

    @Override
    public Retrieved retrieved(int example, int neighbors) {
      int part = part(example);
      return parts.get(part).retrieved(example - before(part), neighbors);
    }

    private int part(int example) {
      int part = 0;
      int end = parts.get(0).size();
      while (example >= end) {
        part++;
        end += parts.get(part).size();
      }
      return part;
    }

    private int before(int part) {
      return parts.subList(0, part).stream().mapToInt(RetrievedExamples::size).sum();
    }
  }
}
