package io.retrievaldefense.evaluation;

import io.retrievaldefense.attacks.evaluation.Check;
import io.retrievaldefense.attacks.evaluation.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One item of the checklist over several models and epsilons: as good as its worst part. */
final class CombinedCheck {

  /** Figures told; a pass may have many that say the same. */
  private static final int TOLD = 4;

  private final String item;
  private final Map<String, Check> parts = new LinkedHashMap<>();

  CombinedCheck(String item) {
    this.item = item;
  }

  void add(String where, Check part) {
    parts.put(where, part);
  }

  /** Not measured where there are no parts. */
  Check check() {
    if (parts.isEmpty()) {
      return Check.notMeasured(item);
    }
    Verdict worst = parts.values().stream().map(Check::verdict).max(Enum::compareTo).orElseThrow();
    List<Map.Entry<String, Check>> telling =
        parts.entrySet().stream().filter(part -> part.getValue().verdict() == worst).toList();
    String figure =
        telling.stream()
            .limit(TOLD)
            .map(part -> part.getKey() + ": " + part.getValue().figure())
            .collect(Collectors.joining("; "));
    int more = telling.size() - TOLD;
    return new Check(item, worst, more > 0 ? figure + "; and " + more + " more" : figure);
  }
}
