package io.retrievaldefense.report;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that is in a report.
 *
 * @param title its heading
 * @param summary one or two sentences: what was evaluated
 * @param table the numbers
 * @param checklist the reviewer's checklist
 * @param retrieval how well neighbours are found, if that was measured
 * @param costs what an answer costs, if that was measured
 * @param configuration every key of the run with its value
 * @param provenance digests, versions and the like, by what they are of
 * @param steps how long each step took
 * @param details gallery, attention, confusion and training
 */
public record ReportData(
    String title,
    String summary,
    ResultsTable table,
    Checklist checklist,
    Optional<RetrievalQuality> retrieval,
    Optional<QueryCosts> costs,
    SortedMap<String, String> configuration,
    SortedMap<String, String> provenance,
    List<StepTime> steps,
    ReportDetails details) {

  /**
   * How long a step took.
   *
   * @param step its name
   * @param seconds how long
   * @param summary what it did
   */
  public record StepTime(String step, double seconds, String summary) {}

  /** Copies the collections. */
  public ReportData {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(summary, "summary");
    Objects.requireNonNull(table, "table");
    Objects.requireNonNull(checklist, "checklist");
    Objects.requireNonNull(retrieval, "retrieval");
    Objects.requireNonNull(costs, "costs");
    configuration = Collections.unmodifiableSortedMap(new TreeMap<>(configuration));
    provenance = Collections.unmodifiableSortedMap(new TreeMap<>(provenance));
    steps = List.copyOf(steps);
    Objects.requireNonNull(details, "details");
  }
}
