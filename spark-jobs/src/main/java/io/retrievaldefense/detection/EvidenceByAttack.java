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

  /** A signal, or all of them together. */
  private record Score(String name, ToDoubleFunction<Evidence> value, Predicate<Evidence> flags) {

    double[] of(List<Evidence> evidence) {
      return evidence.stream().mapToDouble(value).toArray();
    }

    double flagged(List<Evidence> evidence) {
      return (double) evidence.stream().filter(flags).count() / evidence.size();
    }
  }

  private static List<Score> scores(Detector detector) {
    List<Score> scores = new ArrayList<>();
    for (Signal signal : Signal.values()) {
      scores.add(new Score(signal.id(), e -> e.of(signal), e -> detector.flags(signal, e)));
    }
    scores.add(new Score(DetectionTable.COMBINED, detector::combined, detector::flags));
    return scores;
  }

  /** How many clean images are flagged in truth, by thresholds that were set on others. */
  static List<DetectionTable.Clean> falsePositives(Detector detector, List<Evidence> clean) {
    return scores(detector).stream()
        .map(score -> new DetectionTable.Clean(score.name(), clean.size(), score.flagged(clean)))
        .toList();
  }

  /** Every signal against every attack, then all signals together. */
  List<DetectionTable.Row> rows(Detector detector, List<Evidence> clean) {
    List<DetectionTable.Row> rows = new ArrayList<>();
    evidence.forEach(
        (key, found) -> scores(detector).forEach(score -> rows.add(row(key, found, score, clean))));
    return rows;
  }

  private static DetectionTable.Row row(
      Key key, List<Evidence> found, Score score, List<Evidence> clean) {
    return new DetectionTable.Row(
        key.threat(),
        key.attack(),
        key.epsilon(),
        score.name(),
        found.size(),
        Roc.of(score.of(clean), score.of(found)),
        score.flagged(found));
  }
}
