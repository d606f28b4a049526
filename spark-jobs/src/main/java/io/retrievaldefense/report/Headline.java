package io.retrievaldefense.report;

import io.retrievaldefense.attacks.evaluation.Check;
import io.retrievaldefense.attacks.evaluation.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What follows from a run in two sentences: whether its numbers can be believed, and whether the
 * defence withstands more than the plain network does.
 *
 * @param table the numbers
 * @param checklist what was checked of them
 */
record Headline(ResultsTable table, Checklist checklist) {
  private static final int NAMED = 3;

  /** A defence whose worst case at an epsilon is above the plain network's. */
  private record Gain(double epsilon, EvaluatedModel model, TableCell own, TableCell baseline) {

    /** Whether the two 95 % intervals do not touch. */
    boolean isBeyondChance() {
      return own.interval().low() > baseline.interval().high();
    }

    @Override
    public String toString() {
      return String.format(
          "%s (%s: %s %% against %s %%)",
          Numbers.epsilon(epsilon),
          model,
          Numbers.percent(own.accuracy()),
          Numbers.percent(baseline.accuracy()));
    }
  }

  /** The worst verdict of the checklist; that of an empty one is a warning. */
  Verdict verdict() {
    if (checklist.count(Verdict.FAIL) > 0) {
      return Verdict.FAIL;
    }
    boolean isDoubtful = checklist.checks().isEmpty() || checklist.count(Verdict.WARN) > 0;
    return isDoubtful ? Verdict.WARN : Verdict.PASS;
  }

  /** What follows from the checklist. */
  String trust() {
    int items = checklist.checks().size();
    return switch (verdict()) {
      case FAIL ->
          String.format(
              Locale.ROOT,
              "The robust accuracies are not to be believed as they stand: %d of %d items of the"
                  + " checklist fail (%s).",
              checklist.count(Verdict.FAIL),
              items,
              named(Verdict.FAIL));
      case WARN ->
          items == 0
              ? "Nothing was checked: read every robust accuracy as an upper bound."
              : String.format(
                  Locale.ROOT,
                  "No alarm, but read every robust accuracy as an upper bound: %d of %d items of"
                      + " the checklist were not measured or are in doubt (%s).",
                  checklist.count(Verdict.WARN),
                  items,
                  named(Verdict.WARN));
      case PASS ->
          String.format(
              Locale.ROOT,
              "All %d items of the checklist pass: the robust accuracies hold for the attacks that"
                  + " were run.",
              items);
    };
  }

  private String named(Verdict verdict) {
    List<String> items =
        checklist.checks().stream()
            .filter(check -> check.verdict() == verdict)
            .map(Check::item)
            .toList();
    String first = items.stream().limit(NAMED).collect(Collectors.joining("; "));
    return items.size() <= NAMED ? first : first + "; and " + (items.size() - NAMED) + " more";
  }

  /** Where the defence is better than the plain network in the worst case, if it was attacked. */
  Optional<String> effect() {
    Optional<String> threat = table.headlineThreat();
    if (threat.isEmpty() || table.models().stream().noneMatch(EvaluatedModel::isDefence)) {
      return Optional.empty();
    }
    List<String> gains = new ArrayList<>();
    List<String> none = new ArrayList<>();
    for (double epsilon : table.epsilons()) {
      Optional<Gain> best = best(epsilon, threat.get());
      if (best.filter(Gain::isBeyondChance).isPresent()) {
        gains.add(best.orElseThrow().toString());
      } else if (best.isPresent()) {
        none.add(Numbers.epsilon(epsilon));
      }
    }
    if (gains.isEmpty() && none.isEmpty()) {
      return Optional.empty();
    }
    String where =
        "In the worst case of " + threat.get() + ", beyond what chance explains, the defence ";
    if (gains.isEmpty()) {
      return Optional.of(
          where + "withstands no more than the plain network at any epsilon (" + list(none) + ").");
    }
    return Optional.of(
        where
            + "withstands more than the plain network at epsilon "
            + list(gains)
            + (none.isEmpty() ? "." : ", and no more at " + list(none) + "."));
  }

  /** The defence of the best N. */
  private Optional<Gain> best(double epsilon, String threat) {
    Optional<TableCell> baseline =
        table.inBlock(
            new ResultsTable.AttackedUnder(ResultsTable.WORST_CASE, threat),
            epsilon,
            EvaluatedModel.BASELINE);
    if (baseline.isEmpty()) {
      return Optional.empty();
    }
    Optional<Gain> best = Optional.empty();
    for (EvaluatedModel model : table.models()) {
      Optional<TableCell> own =
          table.cell(new CellKey(model, threat, ResultsTable.WORST_CASE, epsilon));
      if (model.isDefence()
          && own.isPresent()
          && own.get().accuracy() > best.map(gain -> gain.own().accuracy()).orElse(-1.0)) {
        best = Optional.of(new Gain(epsilon, model, own.get(), baseline.get()));
      }
    }
    return best;
  }

  private static String list(List<String> items) {
    int last = items.size() - 1;
    return last == 0
        ? items.get(0)
        : String.join(", ", items.subList(0, last)) + " and " + items.get(last);
  }
}
