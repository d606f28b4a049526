package io.retrievaldefense.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.evaluation.AttackGroup;
import io.retrievaldefense.evaluation.ModelKey;
import io.retrievaldefense.evaluation.UnitResult;
import io.retrievaldefense.evaluation.UnitStore;
import io.retrievaldefense.evaluation.WorkUnit;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.report.EvaluatedModel;
import io.retrievaldefense.report.ResultRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnitRunnerTest {
  private static final int IMAGES = 3;

  @TempDir private Path folder;

  private static WorkUnit unit(long firstId) {
    List<LabeledImage> images =
        LongStream.range(firstId, firstId + IMAGES)
            .mapToObj(id -> new LabeledImage(id, "picture", 0, new byte[0]))
            .toList();
    return new WorkUnit(
        AttackGroup.CLEAN,
        ThreatModel.BASELINE_TRANSFER,
        ModelKey.BASELINE,
        List.of(ModelKey.BASELINE),
        0,
        images);
  }

  /** All but the unit's first image are classified correctly. */
  private static UnitResult result(WorkUnit unit) {
    long first = unit.images().get(0).id();
    return new UnitResult(
        unit.images().stream()
            .map(
                image ->
                    ResultRow.clean(
                        EvaluatedModel.BASELINE,
                        image.id(),
                        image.label(),
                        image.id() == first ? 1 : 0))
            .toList(),
        List.of());
  }

  /** There is neither a model nor an image: what is stored must not be done again. */
  @Test
  void aTaskThatIsTriedAgainCountsWhatIsStoredAndDoesNotDoItAgain() throws IOException {
    UnitStore store = new UnitStore(folder.resolve("kept").toUri().toString(), "a".repeat(64));
    EvaluationSpec spec =
        new EvaluationSpec(
            null,
            null,
            null,
            List.of(),
            "no index",
            "no stand-in",
            null,
            folder.resolve("no images").toUri().toString(),
            null,
            store,
            1);
    List<WorkUnit> units = List.of(unit(0), unit(10));
    try (SparkSession spark = RunHarness.spark("local[1]")) {
      Configuration hadoop = spark.sparkContext().hadoopConfiguration();
      for (WorkUnit unit : units) {
        store.write(unit, result(unit), hadoop);
      }
      UnitCounters counters = UnitCounters.register(spark.sparkContext());

      UnitRunner.onExecutors(
          spec, units, JavaSparkContext.fromSparkContext(spark.sparkContext()), hadoop, counters);

      assertThat(counters.finished().value())
          .extracting(UnitCount::unit, UnitCount::examples, UnitCount::robust)
          .containsExactlyInAnyOrder(
              tuple(units.get(0).id(), IMAGES, IMAGES - 1),
              tuple(units.get(1).id(), IMAGES, IMAGES - 1));
    }
  }

  @Test
  void manyUnitsAreManyTasksThoughFewRunWhenTheyAreDivided() {
    assertThat(UnitRunner.tasks(4000, 2)).isEqualTo(500);
    assertThat(UnitRunner.tasks(4000, 100)).isEqualTo(1600);
    assertThat(UnitRunner.tasks(5, 2)).isEqualTo(5);
  }
}
