package io.retrievaldefense.evaluation;

import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.report.EvaluatedModel;
import io.retrievaldefense.report.ResultRow;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Rows of an evaluation, narrowed down step by step to those that a check is about.
 *
 * @param rows the rows
 */
record ResultRows(List<ResultRow> rows) {

  ResultRows {
    rows = List.copyOf(rows);
  }

  static ResultRows attacked(Collection<ResultRow> rows) {
    return new ResultRows(rows.stream().filter(row -> !row.isClean()).toList());
  }

  /** Those of unchanged images. */
  static ResultRows clean(Collection<ResultRow> rows) {
    return new ResultRows(rows.stream().filter(ResultRow::isClean).toList());
  }

  /** What a model says of the clean images, by example. */
  Map<Long, Integer> predictions() {
    return rows.stream().collect(Collectors.toMap(ResultRow::exampleId, ResultRow::labelBefore));
  }

  ResultRows where(Predicate<ResultRow> condition) {
    return new ResultRows(rows.stream().filter(condition).toList());
  }

  /** Those that count for the worst case. */
  ResultRows headline() {
    return where(ResultRow::isHeadline);
  }

  ResultRows of(EvaluatedModel model) {
    return where(row -> row.model().equals(model));
  }

  ResultRows under(ThreatModel threat) {
    return where(row -> row.threat().equals(threat.id()));
  }

  /** Of a threat model and those that it includes. */
  ResultRows upTo(ThreatModel threat) {
    return where(row -> threat.includes(ThreatModel.of(row.threat())));
  }

  ResultRows at(double epsilon) {
    return where(row -> row.epsilon() == epsilon);
  }

  ResultRows of(AttackGroup group) {
    return where(row -> row.group().equals(group.id()));
  }

  /** Attacks whose names begin so. */
  ResultRows by(String attack) {
    return where(row -> row.attack().startsWith(attack));
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** As the attacks' module has them, without images. */
  List<AttackResult> results() {
    return rows.stream().map(ResultRow::result).toList();
  }
}
