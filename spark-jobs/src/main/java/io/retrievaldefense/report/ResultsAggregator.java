package io.retrievaldefense.report;

import io.retrievaldefense.attacks.ThreatModel;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
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
    private Coverage coverage = Coverage.SURVIVORS;

    private void add(ResultRow row) {
      examples++;
      robust += row.robust() ? 1 : 0;
      cleanCorrect += row.cleanCorrect() ? 1 : 0;
      zeroGradient += row.zeroGradientSteps() > 0 ? 1 : 0;
      coverage =
          row.onEveryExample() || row.isClean() ? Coverage.EVERY_EXAMPLE : Coverage.SURVIVORS;
    }

    private TableCell cell() {
      return new TableCell(examples, robust, cleanCorrect, zeroGradient, coverage);
    }
  }

  /** The examples of one model and epsilon: which are there, and which some attack has fooled. */
  private static final class Examples {
    private final BitSet seen = new BitSet();
    private final BitSet fooled = new BitSet();
    private final BitSet cleanCorrect = new BitSet();
    private final BitSet zeroGradient = new BitSet();

    private void add(Examples other) {
      seen.or(other.seen);
      fooled.or(other.fooled);
      cleanCorrect.or(other.cleanCorrect);
      zeroGradient.or(other.zeroGradient);
    }

    private TableCell cell() {
      return new TableCell(
          seen.cardinality(),
          seen.cardinality() - fooled.cardinality(),
          cleanCorrect.cardinality(),
          zeroGradient.cardinality());
    }
  }

  private final SortedMap<CellKey, Counts> counts = new TreeMap<>();
  private final SortedMap<CellKey, Examples> attacked = new TreeMap<>();
  private final Set<ThreatModel> threats = EnumSet.noneOf(ThreatModel.class);
  private final Map<Long, Integer> numbers = new HashMap<>();

  /**
   * @param row the outcome of one attack on one example, or the answer to a clean one; rows of
   *     checks are passed over
   */
  public void add(ResultRow row) {
    if (!row.isClean() && !row.isHeadline()) {
      return;
    }
    counts.computeIfAbsent(row.key(), key -> new Counts()).add(row);
    if (row.isClean()) {
      return;
    }
    threats.add(ThreatModel.of(row.threat()));
    int example = numbers.computeIfAbsent(row.exampleId(), id -> numbers.size());
    Examples examples =
        attacked.computeIfAbsent(
            worstCase(row.model(), row.threat(), row.epsilon()), key -> new Examples());
    examples.seen.set(example);
    if (!row.robust()) {
      examples.fooled.set(example);
    }
    if (row.cleanCorrect()) {
      examples.cleanCorrect.set(example);
    }
    if (row.zeroGradientSteps() > 0) {
      examples.zeroGradient.set(example);
    }
  }

  private static CellKey worstCase(EvaluatedModel model, String threat, double epsilon) {
    return new CellKey(model, threat, ResultsTable.WORST_CASE, epsilon);
  }

  /**
   * @return the table of what was added
   */
  public ResultsTable table() {
    SortedMap<CellKey, TableCell> cells = new TreeMap<>();
    counts.forEach((key, count) -> cells.put(key, count.cell()));
    SortedMap<CellKey, Examples> worst = new TreeMap<>();
    for (ThreatModel threat : threats) {
      attacked.forEach(
          (key, examples) -> {
            // Whoever knows more can also do what a weaker attacker does.
            if (threat.includes(ThreatModel.of(key.threat()))) {
              worst
                  .computeIfAbsent(
                      worstCase(key.model(), threat.id(), key.epsilon()), any -> new Examples())
                  .add(examples);
            }
          });
    }
    worst.forEach((key, examples) -> cells.put(key, examples.cell()));
    return new ResultsTable(cells);
  }
}
