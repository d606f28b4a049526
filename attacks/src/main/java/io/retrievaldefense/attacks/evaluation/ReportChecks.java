package io.retrievaldefense.attacks.evaluation;

import static io.retrievaldefense.attacks.evaluation.MaskingChecks.percent;

import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.AttackStatus;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.noise.NoiseKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The items of the checklist on what is run and reported. */
public final class ReportChecks {

  /** Attacks that go through the retrieval, or around it, by the start of their names. */
  private static final Set<String> BYPASSES = Set.of("bpda", "guide", "collision", "ask");

  /** Changes to the defence whose effect must be known. */
  private static final List<String> ABLATIONS =
      List.of(
          "neighbors",
          "exact-search",
          "labels-off",
          "uniform-attention",
          "no-projection",
          "shuffled-labels");

  private static final String CLEAN_BESIDE = "clean accuracy beside every number";
  private static final String STATED = "threat model stated";
  private static final String NOISE = "Gaussian noise as sanity";

  /** Of the clean accuracy; noise within a ball that takes more is not noise of that size. */
  private static final double LEFT_BY_NOISE = .5;

  private static final int HEADLINE_EXAMPLES = 1000;
  private static final double PLAIN_CNN_LIMIT = .05;
  private static final double DEFENCE_LIMIT = .55;

  private ReportChecks() {}

  /**
   * Every row says under which threat model it is, and the worst case of the strongest has those
   * that it includes; a warning names what it lacks.
   *
   * @param rows of attacks
   * @param sensible the threat models that there are for these models
   */
  public static Check threatModelStated(
      Collection<AttackResult> rows, Collection<ThreatModel> sensible) {
    TreeSet<ThreatModel> threats =
        rows.stream().map(AttackResult::threat).collect(Collectors.toCollection(TreeSet::new));
    if (threats.isEmpty()) {
      return Check.passIf(false, STATED, "no rows");
    }
    String lacking =
        sensible.stream()
            .filter(threat -> threats.last().includes(threat) && !threats.contains(threat))
            .map(ThreatModel::id)
            .collect(Collectors.joining(", "));
    String named = threats.stream().map(ThreatModel::id).collect(Collectors.joining(", "));
    return Check.warnUnless(
        lacking.isEmpty(),
        STATED,
        lacking.isEmpty() ? named : named + "; worst cases are without " + lacking);
  }

  /**
   * Clean accuracy, which every robust accuracy is read beside: of the examples attacked, and by
   * the same model, which says of each clean image what it said in the clean evaluation.
   *
   * @param rows of attacks
   * @param predictions of the clean evaluation, by example
   */
  public static Check cleanAccuracyBeside(
      Collection<AttackResult> rows, Map<Long, Integer> predictions) {
    if (rows.isEmpty() || predictions.isEmpty()) {
      return Check.notMeasured(CLEAN_BESIDE);
    }
    Set<Long> others = new TreeSet<>();
    for (AttackResult row : rows) {
      Integer said = predictions.get(row.exampleId());
      if (said == null || said != row.labelBefore()) {
        others.add(row.exampleId());
      }
    }
    return Check.passIf(
        others.isEmpty(),
        CLEAN_BESIDE,
        others.isEmpty()
            ? percent(RobustAccuracy.clean(WorstCase.perExample(rows)))
            : "%d clean images classified otherwise than in the clean evaluation"
                .formatted(others.size()));
  }

  /** The headline is the worst case per example over all rows, and so no attack's is lower. */
  public static Check headlineIsWorstCase(RobustAccuracy headline, Collection<AttackResult> rows) {
    RobustAccuracy worst = WorstCase.accuracy(rows);
    return Check.passIf(
        headline.equals(worst),
        "per-example worst case as headline",
        "headline %s, worst case %s".formatted(percent(headline), percent(worst)));
  }

  /**
   * The step without a gradient was gone through or around, by attacks that found where to start.
   *
   * @param rows of one defence, of a suite that has attacks which do
   */
  public static Check retrievalBypassed(Collection<AttackResult> rows) {
    Set<String> used = new TreeSet<>();
    for (AttackResult row : rows) {
      String family = row.attack().split("-", 2)[0];
      boolean started = row.status() != AttackStatus.NO_START;
      if (started
          && BYPASSES.contains(family)
          && row.threat().includes(ThreatModel.PRIVATE_INDEX)) {
        used.add(family);
      }
    }
    return Check.passIf(
        !used.isEmpty(),
        "non-differentiable part bypassed",
        used.isEmpty() ? "by no attack" : String.join(", ", used));
  }

  /** Attacks with a class to aim at were run beside those without. */
  public static Check targetedAsWell(Collection<AttackResult> rows) {
    long targeted =
        rows.stream()
            .filter(row -> row.target().isPresent() || row.attack().contains("apgd-t-"))
            .count();
    return rows.isEmpty()
        ? Check.notMeasured("targeted as well as untargeted")
        : Check.warnUnless(
            targeted > 0 && targeted < rows.size(),
            "targeted as well as untargeted",
            "%d of %d rows targeted".formatted(targeted, rows.size()));
  }

  /**
   * Noise was tried, and is no attack: it leaves at least half of the clean accuracy. Where it does
   * not, the scale of epsilon is wrong or the model is.
   *
   * @param rows of the smallest epsilon
   */
  public static Check noiseTried(Collection<AttackResult> rows) {
    List<AttackResult> noise =
        rows.stream().filter(row -> row.attack().startsWith(NoiseKind.GAUSSIAN.id())).toList();
    if (noise.isEmpty()) {
      return Check.notMeasured(NOISE);
    }
    RobustAccuracy left = WorstCase.accuracy(noise);
    RobustAccuracy clean = RobustAccuracy.clean(WorstCase.perExample(noise));
    return Check.passIf(
        left.share() >= LEFT_BY_NOISE * clean.share(),
        NOISE,
        "%s of %s".formatted(percent(left), percent(clean)));
  }

  /** A headline rests on at least 1000 examples, and carries its interval. */
  public static Check enoughExamples(RobustAccuracy headline) {
    WilsonInterval interval = headline.interval();
    return Check.warnUnless(
        headline.total() >= HEADLINE_EXAMPLES,
        "Wilson 95 % interval, at least 1000 examples",
        "%d examples, %s to %s"
            .formatted(headline.total(), percent(interval.low()), percent(interval.high())));
  }

  /**
   * Every row of the result, as it was written, says how to have it again.
   *
   * @param rows that there should be
   * @param complete that are there with their own seed and the digest of all that decides them
   */
  public static Check provenanceComplete(long rows, long complete) {
    return Check.passIf(
        rows > 0 && complete == rows,
        "seeds and digests in the result",
        "%d of %d rows written have their seed and the digest of models, indexes, images and attacks"
            .formatted(complete, rows));
  }

  /**
   * The effect of each change to the defence is known, and it is not the search's misses that
   * withstand: with the exact neighbours the defence is no less robust, beyond the intervals.
   *
   * @param accuracies by the name of the change, {@code as-built} without one
   */
  public static Check ablationsRun(Map<String, RobustAccuracy> accuracies) {
    List<String> missing = new ArrayList<>(ABLATIONS);
    missing.removeAll(accuracies.keySet());
    if (!missing.isEmpty()) {
      return new Check("ablations", Verdict.WARN, "missing: " + missing);
    }
    RobustAccuracy exact = accuracies.get("exact-search");
    RobustAccuracy built = accuracies.getOrDefault("as-built", exact);
    return Check.passIf(
        built.interval().low() <= exact.interval().high(),
        "ablations",
        accuracies.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> entry.getKey() + " " + percent(entry.getValue()))
            .collect(Collectors.joining(", ")));
  }

  /**
   * The labels in the index matter: shuffled, clean accuracy falls beyond its interval. Where it
   * does not, what is retrieved does not decide, or the index already holds the wrong labels.
   */
  public static Check shuffledLabelsHurt(RobustAccuracy clean, RobustAccuracy shuffled) {
    return Check.passIf(
        shuffled.interval().high() < clean.interval().low(),
        "index of shuffled labels",
        "clean %s, shuffled %s".formatted(percent(clean), percent(shuffled)));
  }

  /** A plain CNN above 5 % under PGD-100 at .04 is a bug or a wrong scale. */
  public static Check plainCnnFalls(RobustAccuracy underPgdAtFourHundredths) {
    return Check.passIf(
        underPgdAtFourHundredths.share() <= PLAIN_CNN_LIMIT,
        "plain CNN under PGD-100 at .04 at most 5 %",
        percent(underPgdAtFourHundredths));
  }

  /** A defence above about 55 % worst case at .04 beats adversarial training: presumed masked. */
  public static Check defenceWithinBelief(RobustAccuracy worstCaseAtFourHundredths) {
    return Check.passIf(
        worstCaseAtFourHundredths.share() <= DEFENCE_LIMIT,
        "defence's worst case at .04 at most 55 %",
        percent(worstCaseAtFourHundredths));
  }
}
