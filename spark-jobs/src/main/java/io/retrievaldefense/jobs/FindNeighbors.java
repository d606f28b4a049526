package io.retrievaldefense.jobs;

import io.retrievaldefense.backend.NativeThreads;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.config.TrainingQueriesConfig;
import io.retrievaldefense.index.query.Neighbor;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.index.query.SearchResult;
import io.retrievaldefense.pipeline.Step;
import io.retrievaldefense.pipeline.StepContext;
import io.retrievaldefense.pipeline.StepSummary;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The nearest private images of every image that is learned from or validates, once, for the
 * largest N: by the driver, which holds the index open, or by the executors, each of which opens
 * it. A private image that is learned from has its index's label, and is not its own neighbour: no
 * later query is in the index.
 */
public final class FindNeighbors implements Step {

  private static final int DRIVER_BATCH = 4096;

  @Override
  public String name() {
    return "find-neighbors";
  }

  @Override
  public String description() {
    return "retrieve the nearest private images of every image that is learned from";
  }

  @Override
  public List<String> sections() {
    return List.of("query", "classifier.neighbors", "classifier.queries");
  }

  @Override
  public List<String> inputs() {
    return List.of("prepare", "extract-features", "build-index", AttackQueries.NAME);
  }

  @Override
  public List<String> inputs(RunConfig config) {
    return config.classifier().queries().hasPrivate()
        ? inputs()
        : List.of("extract-features", "build-index", AttackQueries.NAME);
  }

  @Override
  public StepSummary run(StepContext context) throws IOException {
    FeatureInfo features = FeatureInfo.read(context.input("extract-features"), context.hadoop());
    String location = BuildIndex.path(context.input("build-index")).toString();
    int neighbors =
        context.config().classifier().neighbors().stream().mapToInt(n -> n).max().orElseThrow();
    NeighborIndex index = SharedIndex.open(location, features, context.hadoop());
    TrainingQueriesConfig config = context.config().classifier().queries();
    // One of the rows is no neighbour of a query from among them.
    long available = index.size() - (config.hasPrivate() ? 1 : 0);
    if (neighbors > available) {
      throw new BadInputException(
          String.format(
              "classifier.neighbors must be at most the private set's size%s %d: %d",
              config.hasPrivate() ? " without the query itself," : "", available, neighbors));
    }
    Path queried = context.input(config.isAdversarial() ? AttackQueries.NAME : "extract-features");
    boolean onDriver = context.config().query().isByDriver();
    JavaSparkContext spark = context.javaSpark();
    Broadcast<FeatureInfo> sharedFeatures = spark.broadcast(features);
    Broadcast<SerializableConfiguration> sharedHadoop =
        spark.broadcast(new SerializableConfiguration(context.hadoop()));
    JavaRDD<Row> rows = spark.emptyRDD();
    List<QuerySplit> asked = new ArrayList<>();
    List<Broadcast<?>> answers = new ArrayList<>();
    long queries = 0;
    for (Split split : TrainingQueries.withValidation(config.images())) {
      QuerySplit one = QuerySplit.of(context, queried, split, neighbors);
      asked.add(one);
      queries += split == Split.PRIVATE ? index.size() : one.table().count();
    }
    try (TaskProgress progress = TaskProgress.begin(context, "finding neighbours", queries)) {
      LongAccumulator searched = progress.counter("searched");
      for (QuerySplit one : asked) {
        if (onDriver) {
          Broadcast<HashMap<Long, FoundNeighbors>> found =
              spark.broadcast(onDriver(one, index, searched));
          answers.add(found);
          rows = rows.union(joined(one, found));
        } else {
          SplitSearch search = one.search();
          rows =
              rows.union(
                  one.rows()
                      .mapPartitions(
                          split ->
                              search(
                                  split,
                                  search,
                                  SharedIndex.open(
                                      location,
                                      sharedFeatures.value(),
                                      sharedHadoop.value().value()),
                                  searched)));
        }
      }
      NeighborTable.write(context.spark(), rows, context.output());
    } finally {
      // Every query's neighbours, which nobody asks for again.
      answers.forEach(Broadcast::destroy);
    }
    return StepSummary.of(
            String.format(Locale.ROOT, "%,d queries for %d neighbours each", queries, neighbors))
        .with("queries", queries)
        .with("neighbors", neighbors);
  }

  /**
   * The queries of a split.
   *
   * @param table features of its images
   * @param held which of them the index holds and how they are labelled; none if all as they are
   */
  private record QuerySplit(Dataset<Row> table, Optional<IndexedRows> held, SplitSearch search) {

    static QuerySplit of(StepContext context, Path step, Split split, int neighbors)
        throws IOException {
      return new QuerySplit(
          FeatureTable.read(context.spark(), step, split),
          split == Split.PRIVATE ? IndexedRows.of(context, split) : Optional.empty(),
          new SplitSearch(split, neighbors));
    }

    JavaRDD<Row> rows() {
      JavaRDD<Row> all = table.javaRDD();
      return held.map(change -> change.apply(all)).orElse(all);
    }

    boolean asks(long id) {
      return held.isEmpty() || held.get().held().holds(id);
    }
  }

  /**
   * How a query of a split is answered.
   *
   * @param neighbors N
   */
  private record SplitSearch(Split split, int neighbors) implements Serializable {

    /** How many to ask the index for. */
    int asked() {
      return split == Split.PRIVATE ? neighbors + 1 : neighbors;
    }

    FoundNeighbors found(long query, SearchResult result) {
      List<Neighbor> others = result.neighbors();
      if (split == Split.PRIVATE) {
        others = others.stream().filter(row -> row.id() != query).limit(neighbors).toList();
      }
      return FoundNeighbors.of(others);
    }
  }

  /** What was found by the driver beside the features, which the executors read themselves. */
  private static JavaRDD<Row> joined(
      QuerySplit queries, Broadcast<HashMap<Long, FoundNeighbors>> found) {
    Split split = queries.search().split();
    return queries
        .rows()
        .map(row -> NeighborTable.row(row, found.value().get(row.getLong(0)), split));
  }

  private static HashMap<Long, FoundNeighbors> onDriver(
      QuerySplit queries, NeighborIndex index, LongAccumulator searched) {
    HashMap<Long, FoundNeighbors> foundById = new HashMap<>();
    List<Row> batch = new ArrayList<>(DRIVER_BATCH);
    Iterator<Row> features = queries.table().select("id", "projected").toLocalIterator();
    while (features.hasNext()) {
      Row feature = features.next();
      if (queries.asks(feature.getLong(0))) {
        batch.add(feature);
      }
      if (batch.size() == DRIVER_BATCH || (!features.hasNext() && !batch.isEmpty())) {
        float[][] projected =
            batch.stream().map(row -> FeatureTable.floats(row, 1)).toArray(float[][]::new);
        List<SearchResult> found =
            index.searchBatch(projected, queries.search().asked(), NativeThreads.available());
        for (int i = 0; i < batch.size(); i++) {
          long query = batch.get(i).getLong(0);
          foundById.put(query, queries.search().found(query, found.get(i)));
        }
        searched.add(batch.size());
        batch.clear();
      }
    }
    return foundById;
  }

  private static Iterator<Row> search(
      Iterator<Row> features, SplitSearch search, NeighborIndex index, LongAccumulator searched) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return features.hasNext();
      }

      @Override
      public Row next() {
        Row feature = features.next();
        searched.add(1);
        SearchResult found = index.search(FeatureTable.floats(feature, 3), search.asked());
        return NeighborTable.row(feature, search.found(feature.getLong(0), found), search.split());
      }
    };
  }
}
