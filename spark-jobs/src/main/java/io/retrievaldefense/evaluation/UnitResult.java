package io.retrievaldefense.evaluation;

import io.retrievaldefense.report.ResultRow;
import java.util.List;

/**
 * What came of a unit of work.
 *
 * @param rows one per example, model and attack
 * @param examples the worst of each example and model, where rows count for the worst case
 */
public record UnitResult(List<ResultRow> rows, List<StoredExample> examples) {}
