package io.retrievaldefense.evaluation;

import io.retrievaldefense.attacks.ThreatModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The worst of an example's stored images, by threat model: one that is misclassified before one
 * that is not, then the one of the smallest norm; of robust ones that of the highest loss. A threat
 * model's are taken from all those it includes.
 */
public final class WorstExamples {

  /** The worst first; no two are equal that are of the same example, model and epsilon. */
  private static final Comparator<StoredExample> WORST =
      Comparator.comparing(StoredExample::robust)
          .thenComparingDouble(stored -> stored.robust() ? -stored.loss() : stored.norm())
          .thenComparing(StoredExample::crafted)
          .thenComparing(StoredExample::attack)
          .thenComparingInt(StoredExample::restart);

  private static final Comparator<StoredExample> ORDER =
      Comparator.comparing(StoredExample::model)
          .thenComparing(StoredExample::threat)
          .thenComparingDouble(StoredExample::epsilon)
          .thenComparingLong(StoredExample::exampleId);

  private WorstExamples() {}

  private record Key(long example, String model, double epsilon, ThreatModel threat) {}

  /**
   * One per (example, model, epsilon) for each threat model under which there is any, in the order
   * of model, threat model, epsilon and example.
   *
   * @param stored in any order
   * @param threats which are asked for
   */
  public static List<StoredExample> of(
      Collection<StoredExample> stored, Collection<ThreatModel> threats) {
    Map<Key, StoredExample> worst = new HashMap<>();
    for (StoredExample each : stored) {
      ThreatModel crafted = ThreatModel.of(each.crafted());
      for (ThreatModel threat : threats) {
        if (threat.includes(crafted)) {
          Key key = new Key(each.exampleId(), each.model().toString(), each.epsilon(), threat);
          worst.merge(key, each, (one, other) -> WORST.compare(one, other) <= 0 ? one : other);
        }
      }
    }
    List<StoredExample> list = new ArrayList<>();
    worst.forEach((key, example) -> list.add(example.under(key.threat().id())));
    list.sort(ORDER);
    return list;
  }
}
