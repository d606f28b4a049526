package io.retrievaldefense.report;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A finished run as one of several side by side.
 *
 * @param name of it, such as its folder's
 * @param csv its {@code results.csv}
 * @param configuration every key its steps were run with
 * @param steps how long each took
 * @param figures the named numbers of its steps, {@code step figure}
 */
public record ComparedRun(
    String name,
    byte[] csv,
    SortedMap<String, String> configuration,
    List<ReportData.StepTime> steps,
    SortedMap<String, Double> figures) {

  /** Copies what is given. */
  public ComparedRun {
    csv = csv.clone();
    configuration = Collections.unmodifiableSortedMap(new TreeMap<>(configuration));
    steps = List.copyOf(steps);
    figures = Collections.unmodifiableSortedMap(new TreeMap<>(figures));
  }
}
