package io.retrievaldefense.jobs;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;

import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.backend.NativeThreads;
import io.retrievaldefense.classifier.RetrievalHead;
import io.retrievaldefense.evaluation.ExampleTable;
import io.retrievaldefense.evaluation.Explanation;
import io.retrievaldefense.evaluation.StoredExample;
import io.retrievaldefense.features.CnnFeatureExtractor;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.pipeline.StepContext;
import io.retrievaldefense.report.EvaluatedModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The stored worst cases of one model under the attacker that knows most, at the epsilon where the
 * defence is closest to half broken: there one sees both outcomes.
 */
final class ExampleExplainer {
  /** Networks see that many images at once. */
  private static final int BATCH = 64;

  private final StepContext context;
  private final EvaluatedModel model;

  ExampleExplainer(StepContext context, EvaluatedModel model) {
    this.context = context;
    this.model = model;
  }

  /**
   * Explains the first of some examples.
   *
   * @param most how many at most
   */
  List<ExplainedExample> explain(List<StoredExample> stored, int most) throws IOException {
    return stored.isEmpty() ? List.of() : explain(stored.subList(0, Math.min(most, stored.size())));
  }

  /** All of that threat model and epsilon, by id. */
  List<StoredExample> stored() throws IOException {
    Dataset<Row> rows =
        context
            .spark()
            .read()
            .schema(ExampleTable.SCHEMA)
            .parquet(
                new Path(context.input("evaluate-attacks"), EvaluateAttacks.EXAMPLES).toString())
            .where(col("model").equalTo(model.toString()));
    Optional<String> threat = strongest(rows);
    if (threat.isEmpty()) {
      return List.of();
    }
    Dataset<Row> under = rows.where(col("threat").equalTo(threat.get()));
    double epsilon = closestToHalf(under);
    return under.where(col("epsilon").equalTo(epsilon)).orderBy("example").collectAsList().stream()
        .map(ExampleTable::example)
        .toList();
  }

  private static Optional<String> strongest(Dataset<Row> rows) {
    List<String> present =
        rows.select("threat").distinct().collectAsList().stream()
            .map(row -> row.getString(0))
            .toList();
    return Arrays.stream(ThreatModel.values())
        .filter(threat -> present.contains(threat.id()))
        .reduce((weaker, stronger) -> stronger.includes(weaker) ? stronger : weaker)
        .map(ThreatModel::id);
  }

  private static double closestToHalf(Dataset<Row> rows) {
    return rows
        .groupBy("epsilon")
        .agg(avg(col("robust").cast("double")).as("share"))
        .collectAsList()
        .stream()
        .min(
            Comparator.<Row>comparingDouble(row -> Math.abs(row.getDouble(1) - 0.5))
                .thenComparing(row -> row.getDouble(0)))
        .orElseThrow()
        .getDouble(0);
  }

  private List<ExplainedExample> explain(List<StoredExample> stored) throws IOException {
    Map<Long, LabeledImage> test =
        SplitImages.read(
            context.input("prepare"),
            Split.TEST,
            stored.stream().map(StoredExample::exampleId).collect(Collectors.toSet()),
            context.hadoop());
    NativeThreads.use(NativeThreads.available());
    ExtractorModel extractor = ExtractorModel.of(context);
    RetrievalHead head = TrainedHead.of(context, model.neighbors());
    try (CnnFeatureExtractor features =
        new CnnFeatureExtractor(extractor.model(), extractor.layer(), BATCH)) {
      float[][] before =
          features.features(
              stored.stream()
                  .map(example -> test.get(example.exampleId()).unitPixels())
                  .toArray(float[][]::new));
      float[][] after =
          features.features(stored.stream().map(StoredExample::image).toArray(float[][]::new));
      List<ExplainedExample> explained = new ArrayList<>();
      context.progress().begin("explaining answers", before.length);
      for (int i = 0; i < before.length; i++) {
        explained.add(
            new ExplainedExample(
                test.get(stored.get(i).exampleId()),
                stored.get(i),
                Explanation.of(head, before[i]),
                Explanation.of(head, after[i])));
        context.progress().advance(1);
      }
      return explained;
    }
  }
}
