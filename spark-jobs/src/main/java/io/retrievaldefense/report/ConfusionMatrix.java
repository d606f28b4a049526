package io.retrievaldefense.report;

import java.util.Arrays;
import java.util.List;

/**
 * How often which class was taken for which.
 *
 * @param title of whom, and under what
 * @param classes their names
 * @param counts [true class][answer]
 */
public record ConfusionMatrix(String title, List<String> classes, long[][] counts) {

  /** Copies both, and checks the shape. */
  public ConfusionMatrix {
    classes = List.copyOf(classes);
    counts = Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new);
    int size = classes.size();
    if (counts.length != size || Arrays.stream(counts).anyMatch(row -> row.length != size)) {
      throw new IllegalArgumentException(
          "confusion matrix must have a row and a column for each of "
              + size
              + " classes: "
              + counts.length);
    }
  }

  /** What share of a class's images was given that answer; 0 if there was none. */
  double share(int label, int answer) {
    long all = Arrays.stream(counts[label]).sum();
    return all == 0 ? 0 : (double) counts[label][answer] / all;
  }

  /** What share of all images was given its own class. */
  double accuracy() {
    long right = 0;
    long all = 0;
    for (int i = 0; i < counts.length; i++) {
      right += counts[i][i];
      all += Arrays.stream(counts[i]).sum();
    }
    return all == 0 ? 0 : (double) right / all;
  }
}
