package io.retrievaldefense.jobs;

import io.retrievaldefense.config.TrainingQueriesConfig.Images;
import java.util.ArrayList;
import java.util.List;

/** The splits whose images are queries while classifiers are trained. */
final class TrainingQueries {

  private TrainingQueries() {}

  /** Those that are learned from. */
  static List<Split> of(Images images) {
    return switch (images) {
      case TRAINING -> List.of(Split.TRAINING);
      case PRIVATE -> List.of(Split.PRIVATE);
      case ALL -> List.of(Split.TRAINING, Split.PRIVATE);
    };
  }

  /** And that by which an epoch is chosen. */
  static List<Split> withValidation(Images images) {
    List<Split> splits = new ArrayList<>(of(images));
    splits.add(Split.VALIDATION);
    return splits;
  }
}
