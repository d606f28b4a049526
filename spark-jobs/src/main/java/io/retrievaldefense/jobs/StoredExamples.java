package io.retrievaldefense.jobs;

import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.evaluation.Audits;
import io.retrievaldefense.evaluation.ExampleTable;
import io.retrievaldefense.evaluation.ModelSource;
import io.retrievaldefense.evaluation.StoredExample;
import io.retrievaldefense.evaluation.WorkUnit;
import io.retrievaldefense.evaluation.WorstExamples;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.pipeline.StepContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The adversarial examples that an evaluation stores: a file for each slice of the attacked images,
 * of as many as a unit of work has, with the worst of what the units have kept of them.
 */
final class StoredExamples {
  private final StepContext context;
  private final EvaluationSpec spec;
  private final Path folder;
  private final List<Set<Long>> slices = new ArrayList<>();

  /**
   * @param context of the evaluation
   * @param spec of the evaluation
   * @param attacked the attacked images, by id
   */
  StoredExamples(StepContext context, EvaluationSpec spec, List<LabeledImage> attacked) {
    this.context = context;
    this.spec = spec;
    folder = new Path(context.output(), EvaluateAttacks.EXAMPLES);
    int unit = spec.suite().unit();
    for (int from = 0; from < attacked.size(); from += unit) {
      slices.add(ids(attacked.subList(from, Math.min(attacked.size(), from + unit))));
    }
  }

  private static Set<Long> ids(List<LabeledImage> images) {
    return images.stream().map(LabeledImage::id).collect(Collectors.toSet());
  }

  /** Writes the worst of those that units have kept, a slice to a task. */
  void write(List<WorkUnit> done) {
    JavaSparkContext spark = context.javaSpark();
    Broadcast<EvaluationSpec> sharedSpec = spark.broadcast(spec);
    Broadcast<List<WorkUnit>> sharedUnits = spark.broadcast(new ArrayList<>(done));
    Broadcast<List<Set<Long>>> sharedSlices = spark.broadcast(slices);
    Broadcast<SerializableConfiguration> sharedHadoop =
        spark.broadcast(new SerializableConfiguration(context.hadoop()));
    String target = folder.toString();
    spark
        .parallelize(IntStream.range(0, slices.size()).boxed().toList(), slices.size())
        .foreach(
            slice ->
                write(
                    file(target, slice),
                    sharedSlices.value().get(slice),
                    sharedSpec.value(),
                    sharedUnits.value(),
                    sharedHadoop.value().value()));
    List.of(sharedSpec, sharedUnits, sharedSlices, sharedHadoop).forEach(Broadcast::unpersist);
  }

  private static void write(
      Path file, Set<Long> slice, EvaluationSpec spec, List<WorkUnit> units, Configuration hadoop)
      throws IOException {
    List<StoredExample> kept = new ArrayList<>();
    for (WorkUnit unit : units) {
      if (unit.images().stream().anyMatch(image -> slice.contains(image.id()))) {
        kept.addAll(spec.store().examples(unit, slice, hadoop));
      }
    }
    ExampleTable.write(file, WorstExamples.of(kept, spec.suite().threats()), hadoop);
  }

  private static Path file(String folder, int slice) {
    return new Path(folder, String.format(Locale.ROOT, "slice-%05d.parquet", slice));
  }

  /** By the calling thread, whose models they are. */
  Audits audit(ModelSource models, List<Example> originals) throws IOException {
    Set<Long> ids = originals.stream().map(Example::id).collect(Collectors.toSet());
    Audits audits = Audits.NONE;
    for (String file : filesOf(ids)) {
      List<StoredExample> stored = ExampleTable.read(new Path(file), ids, context.hadoop());
      audits = audits.plus(Audits.of(models, stored, originals));
    }
    return audits;
  }

  /** A file to a task, by executors, which read the originals themselves. */
  Audits auditOnExecutors(Set<Long> ids) {
    return UnitRunner.auditOnExecutors(
        spec, filesOf(ids), ids, context.javaSpark(), context.hadoop());
  }

  private List<String> filesOf(Set<Long> ids) {
    return IntStream.range(0, slices.size())
        .filter(slice -> slices.get(slice).stream().anyMatch(ids::contains))
        .mapToObj(slice -> file(folder.toString(), slice).toString())
        .toList();
  }
}
