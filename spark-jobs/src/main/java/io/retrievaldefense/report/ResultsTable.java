package io.retrievaldefense.report;

import io.retrievaldefense.attacks.ThreatModel;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The numbers of a run: accuracy by model, threat model, attack and epsilon.
 *
 * <p>Two attacks are not attacks: {@link #CLEAN} is the accuracy on all test images, {@link
 * #WORST_CASE} counts an example as robust if it withstands every attack of that epsilon under a
 * threat model and those that it includes.
 *
 * @param cells the numbers, in the order in which they are written
 */
public record ResultsTable(SortedMap<CellKey, TableCell> cells) {
  /** Attack of the rows that are about unchanged images. */
  public static final String CLEAN = "clean";

  /** Attack of the rows that take the worst over all attacks for each example. */
  public static final String WORST_CASE = "worst-case";

  /** Threat model of clean rows. */
  public static final String NO_THREAT = "none";

  /** Copies the numbers. */
  public ResultsTable {
    cells = Collections.unmodifiableSortedMap(new TreeMap<>(cells));
  }

  /**
   * @param model a model
   * @return its accuracy on all test images, if it was measured
   */
  public Optional<TableCell> clean(EvaluatedModel model) {
    return cell(new CellKey(model, NO_THREAT, CLEAN, 0));
  }

  /**
   * @param key what the number is about
   * @return the number, if it was measured
   */
  public Optional<TableCell> cell(CellKey key) {
    return Optional.ofNullable(cells.get(key));
  }

  /**
   * @return the models, the baseline first
   */
  public List<EvaluatedModel> models() {
    SortedSet<EvaluatedModel> models = new TreeSet<>();
    cells.keySet().forEach(key -> models.add(key.model()));
    return List.copyOf(models);
  }

  /**
   * @return the threat model of whoever knows most, whose worst case is the headline
   */
  public Optional<String> headlineThreat() {
    return cells.keySet().stream()
        .filter(key -> key.attack().equals(WORST_CASE))
        .map(key -> ThreatModel.of(key.threat()))
        .max(Comparator.naturalOrder())
        .map(ThreatModel::id);
  }

  /**
   * @return the numbers of attacks on what others had left robust
   */
  public SortedMap<CellKey, TableCell> onSurvivors() {
    SortedMap<CellKey, TableCell> some = new TreeMap<>(cells);
    some.values().removeIf(cell -> cell.coverage() != Coverage.SURVIVORS);
    return some;
  }

  /**
   * @return the epsilons above 0, ascending
   */
  public List<Double> epsilons() {
    SortedSet<Double> epsilons = new TreeSet<>();
    cells.keySet().stream().map(CellKey::epsilon).filter(e -> e > 0).forEach(epsilons::add);
    return List.copyOf(epsilons);
  }

  /**
   * @return the pairs of attack and threat model that a table is made for, the worst cases last
   */
  public List<AttackedUnder> blocks() {
    SortedSet<AttackedUnder> blocks = new TreeSet<>();
    cells.forEach(
        (key, cell) -> {
          if (!key.attack().equals(CLEAN) && cell.coverage() == Coverage.EVERY_EXAMPLE) {
            blocks.add(new AttackedUnder(key.attack(), key.threat()));
          }
        });
    return List.copyOf(blocks);
  }

  /**
   * The number that stands in a model's column of a block. The baseline holds no index, so that the
   * attack on itself is what stands beside the defence under each threat model.
   *
   * @param block attack and threat model
   * @param epsilon size of the ball
   * @param model the column
   * @return the number, if it was measured
   */
  public Optional<TableCell> inBlock(AttackedUnder block, double epsilon, EvaluatedModel model) {
    Optional<TableCell> own = cell(new CellKey(model, block.threat(), block.attack(), epsilon));
    if (own.isPresent() || !model.isBaseline()) {
      return own;
    }
    return cells.entrySet().stream()
        .filter(
            entry ->
                entry.getKey().model().isBaseline()
                    && entry.getKey().attack().equals(block.attack())
                    && entry.getKey().epsilon() == epsilon)
        .map(SortedMap.Entry::getValue)
        .findFirst();
  }

  /**
   * An attack and what its attacker knows.
   *
   * @param attack the attack's name
   * @param threat the threat model's
   */
  public record AttackedUnder(String attack, String threat) implements Comparable<AttackedUnder> {
    @Override
    public int compareTo(AttackedUnder other) {
      int worstLast = Boolean.compare(attack.equals(WORST_CASE), other.attack.equals(WORST_CASE));
      if (worstLast != 0) {
        return worstLast;
      }
      int byThreat = threat.compareTo(other.threat);
      return byThreat != 0 ? byThreat : attack.compareTo(other.attack);
    }
  }
}
