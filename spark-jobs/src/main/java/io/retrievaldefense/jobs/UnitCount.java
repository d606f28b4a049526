package io.retrievaldefense.jobs;

import io.retrievaldefense.evaluation.ModelKey;
import io.retrievaldefense.evaluation.UnitResult;
import io.retrievaldefense.evaluation.WorkUnit;
import io.retrievaldefense.report.ResultRow;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is said of a finished unit of work.
 *
 * @param unit its name
 * @param what group, model, threat and epsilon
 * @param examples how many it had
 * @param robust how many of them withstood all its attacks
 */
record UnitCount(String unit, String what, int examples, int robust) implements Serializable {

  private static final String CLEAN = "clean";

  /** True if nothing was attacked. */
  boolean isClean() {
    return what.startsWith(CLEAN);
  }

  /** One for each model under test. */
  static List<UnitCount> of(WorkUnit unit, UnitResult result) {
    List<UnitCount> counts = new ArrayList<>();
    for (ModelKey target : unit.targets()) {
      Set<Long> broken = new HashSet<>();
      for (ResultRow row : result.rows()) {
        if (row.model().equals(target.model()) && !row.robust()) {
          broken.add(row.exampleId());
        }
      }
      int examples = unit.images().size();
      counts.add(
          new UnitCount(unit.id(), unit.describe(target), examples, examples - broken.size()));
    }
    return counts;
  }
}
