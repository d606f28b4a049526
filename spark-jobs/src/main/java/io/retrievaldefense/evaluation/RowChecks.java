package io.retrievaldefense.evaluation;

import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.evaluation.Check;
import io.retrievaldefense.attacks.evaluation.MaskingChecks;
import io.retrievaldefense.attacks.evaluation.ReportChecks;
import io.retrievaldefense.attacks.evaluation.RobustAccuracy;
import io.retrievaldefense.attacks.evaluation.StrengthChecks;
import io.retrievaldefense.attacks.evaluation.Verdict;
import io.retrievaldefense.attacks.evaluation.WorstCase;
import io.retrievaldefense.attacks.noise.NoiseKind;
import io.retrievaldefense.attacks.transfer.Jointly;
import io.retrievaldefense.report.CellKey;
import io.retrievaldefense.report.EvaluatedModel;
import io.retrievaldefense.report.ResultRow;
import io.retrievaldefense.report.ResultsTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The items of the checklist that follow from rows, over all models and epsilons. */
public final class RowChecks {

  private static final String BYPASSED = "non-differentiable part bypassed";
  private static final String WHITE_BOX = "white box at least as strong as square and hopskipjump";
  private static final String TRANSFER = "transfer no stronger than white box";
  private static final String NOISE = "random noise no stronger than the attack";

  private final AttackSuite suite;
  private final List<EvaluatedModel> models;
  private final int classes;
  private final Set<ThreatModel> sensible;
  private final ResultRows clean;
  private final ResultRows all;
  private final ResultRows headline;

  /** Where a check looks: a model at an epsilon, and the attacks of whoever holds the model. */
  private record Place(EvaluatedModel model, double epsilon, ResultRows own) {
    String name() {
      return RowChecks.name(model, epsilon);
    }
  }

  private interface PlaceCheck {
    Check of(Place place);
  }

  /**
   * @param models the baseline first
   * @param classes C
   * @param rows of the whole evaluation
   */
  public RowChecks(
      AttackSuite suite, List<EvaluatedModel> models, int classes, Collection<ResultRow> rows) {
    this.suite = suite;
    this.classes = classes;
    sensible = EnumSet.allOf(ThreatModel.class);
    if (!models.contains(EvaluatedModel.EXTRACTOR)) {
      sensible.remove(ThreatModel.EXTRACTOR_TRANSFER);
    }
    clean = ResultRows.clean(rows);
    all = ResultRows.attacked(rows);
    headline = all.headline();
    // The plain network has no rows where nobody is granted to attack it.
    this.models = models.stream().filter(model -> !headline.of(model).isEmpty()).toList();
  }

  /** What is run and reported. */
  public List<Check> ofTheReport(ResultsTable table) {
    List<Check> checks = new ArrayList<>();
    checks.add(ReportChecks.threatModelStated(headline.results(), sensible));
    checks.add(
        perModel(
            "clean accuracy beside every number",
            model ->
                ReportChecks.cleanAccuracyBeside(
                    headline.of(model).results(), clean.of(model).predictions())));
    checks.add(headlineIsWorstCase(table));
    checks.add(
        perModel(
            "Wilson 95 % interval, at least 1000 examples",
            model -> ReportChecks.enoughExamples(worst(headline.of(model).at(smallest())))));
    checks.add(ReportChecks.targetedAsWell(headline.results()));
    checks.add(
        perModel(
            "Gaussian noise as sanity",
            model -> ReportChecks.noiseTried(headline.of(model).at(smallest()).results())));
    return checks;
  }

  /** What tells a masked gradient from robustness. */
  public List<Check> ofMasking() {
    List<Check> checks = new ArrayList<>();
    checks.add(
        perModel(
            "accuracy falls with epsilon",
            model ->
                MaskingChecks.accuracyFallsWithEpsilon(
                    headline.of(AttackGroup.TABLE).of(model).results())));
    checks.add(
        perModel(
            "epsilon 1 reaches chance",
            model -> {
              ResultRows chance = all.of(AttackGroup.CHANCE).of(model);
              return chance.isEmpty()
                  ? Check.notMeasured("epsilon 1 reaches chance")
                  : MaskingChecks.reachesChance(chance.results(), classes);
            }));
    checks.add(
        perPlace(
            "iterative at least as strong as single-step",
            place ->
                MaskingChecks.iterativeAtLeastSingleStep(
                    place.own().of(AttackGroup.TABLE).by("fgsm").results(),
                    iterated(place.own().of(AttackGroup.TABLE)))));
    checks.add(converged("steps", AttackGroup.MORE_STEPS));
    checks.add(converged("restarts", AttackGroup.MORE_RESTARTS));
    checks.add(perPlace(WHITE_BOX, this::queriesNoStronger));
    checks.add(perPlace(TRANSFER, this::transferNoStronger));
    checks.add(perPlace(NOISE, RowChecks::noiseNoStronger));
    checks.add(bypassed());
    checks.add(
        perModel(
            "zero or NaN gradients",
            model -> MaskingChecks.gradientsAlive(headline.of(model).results())));
    checks.add(
        perModel(
            "attacks not cut by a limit",
            model -> MaskingChecks.limitsCutLittle(headline.of(model).results())));
    return checks;
  }

  private Check headlineIsWorstCase(ResultsTable table) {
    CombinedCheck combined = new CombinedCheck("per-example worst case as headline");
    table
        .headlineThreat()
        .map(ThreatModel::of)
        .ifPresent(
            threat -> {
              // Whoever attacks them: a headline needs no white box.
              for (EvaluatedModel model : models) {
                for (double epsilon : suite.epsilons()) {
                  ResultRows rows = headline.of(model).at(epsilon).upTo(threat);
                  table
                      .cell(new CellKey(model, threat.id(), ResultsTable.WORST_CASE, epsilon))
                      .ifPresent(
                          cell ->
                              combined.add(
                                  name(model, epsilon),
                                  ReportChecks.headlineIsWorstCase(
                                      new RobustAccuracy(cell.robust(), cell.examples()),
                                      rows.results())));
                }
              }
            });
    return combined.check();
  }

  private Check converged(String what, AttackGroup group) {
    String item = "converged: twice the " + what;
    if (!suite.suite().goesOn()) {
      return Check.notMeasured(item);
    }
    return perPlace(
        item,
        place ->
            StrengthChecks.converged(
                what,
                place.own().where(RowChecks::isOfTheSuite).results(),
                place.own().of(group).results()));
  }

  private Check queriesNoStronger(Place place) {
    ResultRows others =
        place
            .own()
            .where(RowChecks::isOfTheSuite)
            .where(row -> !row.group().equals(AttackGroup.QUERIES.id()));
    return !suite.suite().goesOn()
        ? Check.notMeasured(WHITE_BOX)
        : StrengthChecks.queriesAddLittle(
            WHITE_BOX, others.results(), place.own().of(AttackGroup.QUERIES).results());
  }

  private Check transferNoStronger(Place place) {
    ThreatModel held = held(place.model());
    ResultRows weaker =
        headline
            .of(place.model())
            .at(place.epsilon())
            .where(row -> !row.threat().equals(held.id()) && !isNoise(row));
    return place.model().isBaseline()
        ? new Check(TRANSFER, Verdict.PASS, "its own white box")
        : StrengthChecks.atLeastAsStrong(
            TRANSFER, place.own().where(RowChecks::isByOwnGradient).results(), weaker.results());
  }

  private static Check noiseNoStronger(Place place) {
    ResultRows noise = place.own().where(RowChecks::isNoise);
    return StrengthChecks.atLeastAsStrong(
        NOISE, place.own().where(RowChecks::isByOwnGradient).results(), noise.results());
  }

  private static boolean isCraftedOnDefence(ResultRow row) {
    return ThreatModel.of(row.threat()).includes(ThreatModel.PRIVATE_INDEX);
  }

  private static boolean isOfTheSuite(ResultRow row) {
    return !row.group().equals(AttackGroup.MORE_STEPS.id())
        && !row.group().equals(AttackGroup.MORE_RESTARTS.id());
  }

  /** Not with the help of the plain network's gradient, nor by queries, nor by noise. */
  private static boolean isByOwnGradient(ResultRow row) {
    return !row.attack().startsWith(Jointly.PREFIX)
        && !row.group().equals(AttackGroup.QUERIES.id())
        && !isNoise(row);
  }

  static boolean isNoise(ResultRow row) {
    return Arrays.stream(NoiseKind.values()).anyMatch(kind -> row.attack().startsWith(kind.id()));
  }

  private Check bypassed() {
    ResultRows defended = headline.where(row -> row.model().isDefence());
    if (!suite.suite().goesOn() || defended.where(RowChecks::isCraftedOnDefence).isEmpty()) {
      return Check.notMeasured(BYPASSED);
    }
    CombinedCheck combined = new CombinedCheck(BYPASSED);
    for (EvaluatedModel model : models.stream().filter(EvaluatedModel::isDefence).toList()) {
      ResultRows own = defended.of(model);
      boolean tried = !own.of(AttackGroup.SURVIVORS).where(RowChecks::isCraftedOnDefence).isEmpty();
      combined.add(
          model.toString(),
          tried
              ? ReportChecks.retrievalBypassed(own.results())
              : new Check(BYPASSED, Verdict.PASS, "nothing was left robust to try it on"));
    }
    return combined.check();
  }

  private static List<AttackResult> iterated(ResultRows table) {
    ResultRows pgd = table.by("pgd");
    return (pgd.isEmpty() ? table.by("ifgsm") : pgd).results();
  }

  private interface ModelCheck {
    Check of(EvaluatedModel model);
  }

  private Check perModel(String item, ModelCheck check) {
    CombinedCheck combined = new CombinedCheck(item);
    models.forEach(model -> combined.add(model.toString(), check.of(model)));
    return combined.check();
  }

  private Check perPlace(String item, PlaceCheck check) {
    CombinedCheck combined = new CombinedCheck(item);
    List<Place> places = places();
    places.forEach(place -> combined.add(place.name(), check.of(place)));
    // What holds for the plain network says nothing of a defence that nobody attacks itself.
    for (EvaluatedModel model : models) {
      if (model.isDefence() && places.stream().noneMatch(place -> place.model().equals(model))) {
        String lacking = "no attack under " + held(model);
        combined.add(model.toString(), Check.notMeasured(item, lacking));
      }
    }
    return combined.check();
  }

  private List<Place> places() {
    List<Place> places = new ArrayList<>();
    for (EvaluatedModel model : models) {
      for (double epsilon : suite.epsilons()) {
        ResultRows own = headline.of(model).under(held(model)).at(epsilon);
        if (!own.isEmpty()) {
          places.add(new Place(model, epsilon, own));
        }
      }
    }
    return places;
  }

  private static String name(EvaluatedModel model, double epsilon) {
    return model + " at " + epsilon;
  }

  /** Under which threat model the attacker holds the model itself. */
  private static ThreatModel held(EvaluatedModel model) {
    if (model.isDefence()) {
      return ThreatModel.KNOWN_INDEX;
    }
    return model.isBaseline() ? ThreatModel.BASELINE_TRANSFER : ThreatModel.EXTRACTOR_TRANSFER;
  }

  private double smallest() {
    return suite.epsilons().get(0);
  }

  private static RobustAccuracy worst(ResultRows rows) {
    return WorstCase.accuracy(rows.results());
  }
}
