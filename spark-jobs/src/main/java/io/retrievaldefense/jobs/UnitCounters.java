package io.retrievaldefense.jobs;

import io.retrievaldefense.evaluation.UnitResult;
import io.retrievaldefense.evaluation.WorkUnit;
import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;

/**
 * What is counted of an evaluation while it runs, under names that Spark's UI shows.
 *
 * @param finished what is said of each unit
 * @param attacked examples
 */
record UnitCounters(CollectionAccumulator<UnitCount> finished, LongAccumulator attacked)
    implements Serializable {

  static UnitCounters register(SparkContext spark) {
    return new UnitCounters(
        spark.collectionAccumulator("finished units"), spark.longAccumulator("attacked"));
  }

  void add(WorkUnit unit, UnitResult result) {
    UnitCount.of(unit, result).forEach(finished::add);
    if (unit.epsilon() > 0) {
      attacked.add(unit.images().size());
    }
  }
}
