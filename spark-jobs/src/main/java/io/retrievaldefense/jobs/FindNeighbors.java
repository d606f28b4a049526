package io.retrievaldefense.jobs;

import io.retrievaldefense.backend.NativeThreads;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.index.query.SearchResult;
import io.retrievaldefense.pipeline.Step;
import io.retrievaldefense.pipeline.StepContext;
import io.retrievaldefense.pipeline.StepSummary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The nearest private images of every training and validation image, once, for the largest N: by
 * the driver, which holds the index open, or by the executors, each of which opens it.
 */
public final class FindNeighbors implements Step {

  private static final int DRIVER_BATCH = 4096;

  @Override
  public String name() {
    return "find-neighbors";
  }

  @Override
  public String description() {
    return "retrieve the nearest private images of every training image";
  }

  @Override
  public List<String> sections() {
    return List.of("query", "classifier.neighbors");
  }

  @Override
  public List<String> inputs() {
    return List.of("extract-features", "build-index");
  }

  @Override
  public StepSummary run(StepContext context) throws IOException {
    FeatureInfo features = FeatureInfo.read(context.input("extract-features"), context.hadoop());
    String location = BuildIndex.path(context.input("build-index")).toString();
    int neighbors =
        context.config().classifier().neighbors().stream().mapToInt(n -> n).max().orElseThrow();
    NeighborIndex index = SharedIndex.open(location, features, context.hadoop());
    if (neighbors > index.size()) {
      throw new BadInputException(
          "classifier.neighbors must be at most the private set's size "
              + index.size()
              + ": "
              + neighbors);
    }
    boolean onDriver = context.config().query().isByDriver();
    JavaSparkContext spark = context.javaSpark();
    Broadcast<FeatureInfo> sharedFeatures = spark.broadcast(features);
    Broadcast<SerializableConfiguration> sharedHadoop =
        spark.broadcast(new SerializableConfiguration(context.hadoop()));
    JavaRDD<Row> rows = spark.emptyRDD();
    long queries = 0;
    for (Split split : List.of(Split.TRAINING, Split.VALIDATION)) {
      queries +=
          FeatureTable.read(context.spark(), context.input("extract-features"), split).count();
    }
    try (TaskProgress progress = TaskProgress.begin(context, "finding neighbours", queries)) {
      LongAccumulator searched = progress.counter("searched");
      for (Split split : List.of(Split.TRAINING, Split.VALIDATION)) {
        Dataset<Row> table =
            FeatureTable.read(context.spark(), context.input("extract-features"), split);
        rows =
            rows.union(
                onDriver
                    ? joined(
                        table, split, spark.broadcast(onDriver(table, index, neighbors, searched)))
                    : table
                        .javaRDD()
                        .mapPartitions(
                            queriesOf ->
                                search(
                                    queriesOf,
                                    split,
                                    SharedIndex.open(
                                        location,
                                        sharedFeatures.value(),
                                        sharedHadoop.value().value()),
                                    neighbors,
                                    searched)));
      }
      context
          .spark()
          .createDataFrame(rows, NeighborTable.SCHEMA)
          .write()
          .partitionBy(ImageTable.SPLIT)
          .parquet(NeighborTable.path(context.output()).toString());
    }
    return StepSummary.of(
            String.format(Locale.ROOT, "%,d queries for %d neighbours each", queries, neighbors))
        .with("queries", queries)
        .with("neighbors", neighbors);
  }

  /** What was found by the driver beside the features, which the executors read themselves. */
  private static JavaRDD<Row> joined(
      Dataset<Row> table, Split split, Broadcast<HashMap<Long, FoundNeighbors>> found) {
    return table
        .javaRDD()
        .map(row -> NeighborTable.row(row, found.value().get(row.getLong(0)), split));
  }

  private static HashMap<Long, FoundNeighbors> onDriver(
      Dataset<Row> table, NeighborIndex index, int neighbors, LongAccumulator searched) {
    HashMap<Long, FoundNeighbors> foundById = new HashMap<>();
    List<Row> batch = new ArrayList<>(DRIVER_BATCH);
    Iterator<Row> features = table.select("id", "projected").toLocalIterator();
    while (features.hasNext()) {
      batch.add(features.next());
      if (batch.size() == DRIVER_BATCH || !features.hasNext()) {
        float[][] queries =
            batch.stream().map(row -> FeatureTable.floats(row, 1)).toArray(float[][]::new);
        List<SearchResult> found = index.searchBatch(queries, neighbors, NativeThreads.available());
        for (int i = 0; i < batch.size(); i++) {
          foundById.put(batch.get(i).getLong(0), FoundNeighbors.of(found.get(i)));
        }
        searched.add(batch.size());
        batch.clear();
      }
    }
    return foundById;
  }

  private static Iterator<Row> search(
      Iterator<Row> features,
      Split split,
      NeighborIndex index,
      int neighbors,
      LongAccumulator searched) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return features.hasNext();
      }

      @Override
      public Row next() {
        Row feature = features.next();
        searched.add(1);
        return NeighborTable.row(
            feature,
            FoundNeighbors.of(index.search(FeatureTable.floats(feature, 3), neighbors)),
            split);
      }
    };
  }
}
