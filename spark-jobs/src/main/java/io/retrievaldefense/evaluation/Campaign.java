package io.retrievaldefense.evaluation;

import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.images.SeededSplit;
import io.retrievaldefense.index.projection.NamedSeed;
import io.retrievaldefense.report.EvaluatedModel;
import io.retrievaldefense.report.ResultRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The plan of an evaluation as stages of units of work. A stage after the first depends on the rows
 * before it: only examples that nothing but noise has broken go on. Survivors are counted by threat
 * model, of its own attacks, so that each has a worst case of its own and a weaker attacker who
 * wins is noticed; the headline takes the worst over all that a threat model includes.
 */
public final class Campaign {

  /** The size of the ball at which the checklist has alarm bands. */
  static final double ALARM_EPSILON = .04;

  private final AttackSuite suite;
  private final List<EvaluatedModel> models;
  private final List<LabeledImage> test;
  private final List<LabeledImage> attacked;
  private final long seed;

  /** Who crafts on what, and what it is tried on. */
  private record Pairing(ThreatModel threat, ModelKey source, List<ModelKey> targets) {}

  /**
   * @param suite which attacks
   * @param models the baseline first, then the extractor if it is another network, then each N
   * @param test all test images, by id
   * @param attacked those that are attacked, by id
   * @param seed draws subsamples
   */
  public Campaign(
      AttackSuite suite,
      List<EvaluatedModel> models,
      List<LabeledImage> test,
      List<LabeledImage> attacked,
      long seed) {
    this.suite = suite;
    this.models = List.copyOf(models);
    this.test = test;
    this.attacked = attacked;
    this.seed = seed;
  }

  /** Clean images, and the attacks that are run on every example. */
  public List<WorkUnit> everyExample() {
    List<WorkUnit> units = new ArrayList<>();
    List<ModelKey> all = models.stream().map(ModelKey::asBuilt).toList();
    ThreatModel none = ThreatModel.BASELINE_TRANSFER;
    add(units, AttackGroup.CLEAN, new Pairing(none, ModelKey.BASELINE, all), 0, test);
    for (Pairing pairing : pairings()) {
      for (double epsilon : suite.epsilons()) {
        add(units, AttackGroup.TABLE, pairing, epsilon, attacked);
      }
    }
    return units;
  }

  /**
   * Stronger attacks on what is still robust; none where the suite has no more attacks. What noise
   * alone has broken is tried too, or nobody could tell whether noise finds what attacks do not.
   */
  public List<WorkUnit> survivors(Collection<ResultRow> rows) {
    List<WorkUnit> units = new ArrayList<>();
    if (!suite.suite().goesOn()) {
      return units;
    }
    List<ResultRow> ofAttacks = rows.stream().filter(row -> !RowChecks.isNoise(row)).toList();
    for (Pairing pairing : pairings()) {
      for (ModelKey target : pairing.targets()) {
        Pairing single = new Pairing(pairing.threat(), pairing.source(), List.of(target));
        for (double epsilon : suite.epsilons()) {
          List<LabeledImage> robust = robust(ofAttacks, single, epsilon);
          add(units, AttackGroup.SURVIVORS, single, epsilon, robust);
        }
      }
    }
    return units;
  }

  /** Query attacks, on models themselves, on so many of what is still robust. */
  public List<WorkUnit> queries(Collection<ResultRow> rows) {
    List<WorkUnit> units = new ArrayList<>();
    if (!suite.suite().goesOn()) {
      return units;
    }
    for (Pairing pairing : whiteBoxes()) {
      for (double epsilon : suite.epsilons()) {
        List<LabeledImage> robust = robust(rows, pairing, epsilon);
        List<LabeledImage> some =
            drawn(robust, suite.suite().mostQueriedExamples(), "queried examples");
        add(units, AttackGroup.QUERIES, pairing, epsilon, some);
      }
    }
    return units;
  }

  /** What the checklist needs beside the attacks. */
  public List<WorkUnit> checks(Collection<ResultRow> rows) {
    List<WorkUnit> units = new ArrayList<>();
    if (!suite.suite().goesOn()) {
      return units;
    }
    List<LabeledImage> some = drawn(attacked, suite.suite().checkedExamples(), "checked examples");
    for (Pairing pairing : whiteBoxes()) {
      add(units, AttackGroup.CHANCE, pairing, 1, some);
      for (double epsilon : suite.epsilons()) {
        List<LabeledImage> robust = robust(rows, pairing, epsilon);
        add(units, AttackGroup.MORE_STEPS, pairing, epsilon, robust);
        add(units, AttackGroup.MORE_RESTARTS, pairing, epsilon, robust);
      }
    }
    if (suite.threats().contains(ThreatModel.BASELINE_TRANSFER)) {
      add(units, AttackGroup.PLAIN_CNN, whiteBoxes().get(0), ALARM_EPSILON, attacked);
    }
    if (suite.threats().contains(ThreatModel.KNOWN_INDEX)) {
      for (ModelKey key : ablated()) {
        Pairing pairing = new Pairing(ThreatModel.KNOWN_INDEX, key, List.of(key));
        add(units, AttackGroup.ABLATION, pairing, suite.epsilons().get(0), some);
      }
    }
    return units;
  }

  /** The defence of the largest N, with one part changed at a time, and that of the smallest. */
  private List<ModelKey> ablated() {
    EvaluatedModel largest = models.get(models.size() - 1);
    Set<ModelKey> keys = new LinkedHashSet<>();
    for (ModelKey.Build build : ModelKey.Build.values()) {
      if (build != ModelKey.Build.STAND_IN) {
        keys.add(new ModelKey(largest, build));
      }
    }
    models.stream().filter(EvaluatedModel::isDefence).map(ModelKey::asBuilt).forEach(keys::add);
    return List.copyOf(keys);
  }

  private List<Pairing> pairings() {
    List<Pairing> pairings = new ArrayList<>();
    List<ModelKey> all = models.stream().map(ModelKey::asBuilt).toList();
    for (ThreatModel threat : suite.threats()) {
      if (threat == ThreatModel.BASELINE_TRANSFER) {
        pairings.add(new Pairing(threat, ModelKey.BASELINE, all));
        continue;
      }
      if (threat == ThreatModel.EXTRACTOR_TRANSFER) {
        pairings.add(new Pairing(threat, ModelKey.EXTRACTOR, all.subList(1, all.size())));
        continue;
      }
      // A plain network has no index to know: its rows above serve every threat model.
      for (ModelKey defence : all.stream().filter(key -> key.model().isDefence()).toList()) {
        ModelKey source =
            threat == ThreatModel.KNOWN_INDEX
                ? defence
                : new ModelKey(defence.model(), ModelKey.Build.STAND_IN);
        pairings.add(new Pairing(threat, source, List.of(defence)));
      }
    }
    return pairings;
  }

  /** Models that are crafted on and tested themselves, the baseline first if it is one of them. */
  private List<Pairing> whiteBoxes() {
    List<Pairing> pairings = new ArrayList<>();
    for (Pairing pairing : pairings()) {
      if (pairing.targets().contains(pairing.source())) {
        pairings.add(new Pairing(pairing.threat(), pairing.source(), List.of(pairing.source())));
      }
    }
    return pairings;
  }

  /** The attacked images that no attack of the pairing's own threat model has broken. */
  private List<LabeledImage> robust(Collection<ResultRow> rows, Pairing pairing, double epsilon) {
    EvaluatedModel target = pairing.targets().get(0).model();
    Set<Long> broken = new HashSet<>();
    for (ResultRow row : rows) {
      if (!row.robust()
          && row.isHeadline()
          && row.epsilon() == epsilon
          && row.model().equals(target)
          && row.threat().equals(pairing.threat().id())) {
        broken.add(row.exampleId());
      }
    }
    return attacked.stream().filter(image -> !broken.contains(image.id())).toList();
  }

  /** A seeded choice, by id; all where there are no more. */
  private List<LabeledImage> drawn(List<LabeledImage> images, int most, String name) {
    if (images.size() <= most) {
      return images;
    }
    long[] ids = images.stream().mapToLong(LabeledImage::id).toArray();
    long[] chosen = SeededSplit.disjoint(NamedSeed.derive(seed, name), ids, most).get(0);
    return images.stream().filter(image -> Arrays.binarySearch(chosen, image.id()) >= 0).toList();
  }

  private void add(
      List<WorkUnit> units,
      AttackGroup group,
      Pairing pairing,
      double epsilon,
      List<LabeledImage> images) {
    for (int from = 0; from < images.size(); from += suite.unit()) {
      units.add(
          new WorkUnit(
              group,
              pairing.threat(),
              pairing.source(),
              pairing.targets(),
              epsilon,
              images.subList(from, Math.min(images.size(), from + suite.unit()))));
    }
  }
}
