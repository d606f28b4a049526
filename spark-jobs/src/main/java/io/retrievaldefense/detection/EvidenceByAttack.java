package io.retrievaldefense.detection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** What the defence tells of adversarial examples, by what made them; then held against clean. */
final class EvidenceByAttack {

  /** What made an example; the radius is the attack's epsilon. */
  private record Key(String threat, double epsilon, String attack) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::threat)
            .thenComparingDouble(Key::epsilon)
            .thenComparing(Key::attack);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  private final SortedMap<Key, List<Evidence>> evidence = new TreeMap<>();

  void add(String threat, double epsilon, String attack, Evidence found) {
    evidence.computeIfAbsent(new Key(threat, epsilon, attack), any -> new ArrayList<>()).add(found);
  }

  /** Every signal against every attack, then all signals together. */
  List<DetectionTable.Row> rows(Detector detector, List<Evidence> clean) {
    List<DetectionTable.Row> rows = new ArrayList<>();
    evidence.forEach(
        (key, found) -> {
          for (Signal signal : Signal.values()) {
            rows.add(
                row(
                    key,
                    signal.id(),
                    roc(clean, found, e -> e.of(signal)),
                    share(found, e -> detector.flags(signal, e))));
          }
          rows.add(
              row(
                  key,
                  DetectionTable.COMBINED,
                  roc(clean, found, detector::combined),
                  share(found, detector::flags)));
        });
    return rows;
  }

  private DetectionTable.Row row(Key key, String signal, Roc roc, double flagged) {
    int examples = evidence.get(key).size();
    return new DetectionTable.Row(
        key.threat(), key.attack(), key.epsilon(), signal, examples, roc, flagged);
  }

  private static Roc roc(
      List<Evidence> clean, List<Evidence> adversarial, ToDoubleFunction<Evidence> score) {
    return Roc.of(
        clean.stream().mapToDouble(score).toArray(),
        adversarial.stream().mapToDouble(score).toArray());
  }

  private static double share(List<Evidence> evidence, Predicate<Evidence> counted) {
    return (double) evidence.stream().filter(counted).count() / evidence.size();
  }
}
