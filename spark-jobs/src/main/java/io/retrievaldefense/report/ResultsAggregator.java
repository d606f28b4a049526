package io.retrievaldefense.report;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Aggregates result rows to the table. The order of rows does not matter; rows of one cell are of
 * different examples.
 */
public final class ResultsAggregator {
  private static final class Counts {
    private int examples;
    private int robust;
    private int cleanCorrect;
    private int zeroGradient;

    private void add(boolean isRobust, boolean isCleanCorrect, boolean metZeroGradient) {
      examples++;
      robust += isRobust ? 1 : 0;
      cleanCorrect += isCleanCorrect ? 1 : 0;
      zeroGradient += metZeroGradient ? 1 : 0;
    }

    private TableCell cell() {
      return new TableCell(examples, robust, cleanCorrect, zeroGradient);
    }
  }

  /** The examples of one model and epsilon: which are there, and which some attack has fooled. */
  private static final class Examples {
    private final BitSet seen = new BitSet();
    private final BitSet fooled = new BitSet();
    private final BitSet cleanCorrect = new BitSet();
    private final BitSet zeroGradient = new BitSet();
  }

  private final SortedMap<CellKey, Counts> counts = new TreeMap<>();
  private final SortedMap<CellKey, Examples> worst = new TreeMap<>();
  private final SortedMap<CellKey, TableCell> clean = new TreeMap<>();
  private final Map<Long, Integer> numbers = new HashMap<>();

  /**
   * @param row the outcome of one attack on one example
   */
  public void add(ResultRow row) {
    boolean zeroGradient = row.zeroGradientSteps() > 0;
    counts
        .computeIfAbsent(row.key(), key -> new Counts())
        .add(row.robust(), row.cleanCorrect(), zeroGradient);
    int example = numbers.computeIfAbsent(row.exampleId(), id -> numbers.size());
    Examples examples =
        worst.computeIfAbsent(
            new CellKey(
                row.model(), ResultsTable.ALL_THREATS, ResultsTable.WORST_CASE, row.epsilon()),
            key -> new Examples());
    examples.seen.set(example);
    if (!row.robust()) {
      examples.fooled.set(example);
    }
    if (row.cleanCorrect()) {
      examples.cleanCorrect.set(example);
    }
    if (zeroGradient) {
      examples.zeroGradient.set(example);
    }
  }

  /**
   * Adds a model's accuracy on unchanged test images.
   *
   * @param model the model
   * @param examples how many images
   * @param correct how many of them it classifies correctly
   */
  public void addClean(EvaluatedModel model, int examples, int correct) {
    CellKey key = new CellKey(model, ResultsTable.NO_THREAT, ResultsTable.CLEAN, 0);
    if (clean.put(key, new TableCell(examples, correct, correct, 0)) != null) {
      throw new IllegalArgumentException("clean accuracy must be added once: " + model);
    }
  }

  /**
   * @return the table of what was added
   */
  public ResultsTable table() {
    SortedMap<CellKey, TableCell> cells = new TreeMap<>(clean);
    counts.forEach((key, count) -> cells.put(key, count.cell()));
    worst.forEach(
        (key, examples) ->
            cells.put(
                key,
                new TableCell(
                    examples.seen.cardinality(),
                    examples.seen.cardinality() - examples.fooled.cardinality(),
                    examples.cleanCorrect.cardinality(),
                    examples.zeroGradient.cardinality())));
    return new ResultsTable(cells);
  }
}
