package io.retrievaldefense.jobs;

import io.retrievaldefense.classifier.Retrieved;
import io.retrievaldefense.classifier.RetrievedExamples;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.pipeline.StepContext;
import java.util.ArrayList;
import java.util.Arrays;
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
    return Joined.of(training);
  }

  RetrievedExamples validation() {
    return Joined.of(validation);
  }

  /**
   * One after the other.
   *
   * @param ends of each part among all examples
   */
  private record Joined(List<RetrievedExamples> parts, int[] ends) implements RetrievedExamples {

    static Joined of(List<RetrievedExamples> parts) {
      int[] ends = parts.stream().mapToInt(RetrievedExamples::size).toArray();
      Arrays.parallelPrefix(ends, Integer::sum);
      return new Joined(List.copyOf(parts), ends);
    }

    @Override
    public int size() {
      return ends[ends.length - 1];
    }

    @Override
    public int label(int example) {
      int part = part(example);
      return parts.get(part).label(example - start(part));
    }

    @Override
    public float[] feature(int example) {
      int part = part(example);
      return parts.get(part).feature(example - start(part));
    }

    @Override
    public Retrieved retrieved(int example, int neighbors) {
      int part = part(example);
      return parts.get(part).retrieved(example - start(part), neighbors);
    }

    private int part(int example) {
      int part = 0;
      while (example >= ends[part]) {
        part++;
      }
      return part;
    }

    private int start(int part) {
      return part == 0 ? 0 : ends[part - 1];
    }
  }
}
