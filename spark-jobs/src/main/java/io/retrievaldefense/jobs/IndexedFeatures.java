package io.retrievaldefense.jobs;

import io.retrievaldefense.index.projection.GaussianProjection;
import io.retrievaldefense.index.projection.Projection;
import io.retrievaldefense.indexing.Projections;
import io.retrievaldefense.indexing.TuningSample;
import io.retrievaldefense.pipeline.StepContext;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * What an index is built of: rows of a split, and the projection that they are searched by.
 *
 * @param split whose rows
 * @param change to the rows, if any
 * @param info projection, centre and scale
 * @param redrawn the projection, where it is not the one that the features were extracted with
 */
record IndexedFeatures(
    StepContext context,
    Split split,
    Optional<IndexedRows> change,
    FeatureInfo info,
    Optional<Projection> redrawn) {

  /** Searched by the run's own projection. */
  static IndexedFeatures of(StepContext context, Split split) throws IOException {
    FeatureInfo info = FeatureInfo.read(context.input("extract-features"), context.hadoop());
    return new IndexedFeatures(
        context, split, IndexedRows.of(context, split), info, Optional.empty());
  }

  /**
   * Searched by a W that an attacker drew who knows D and d, but not the run's; with centre and
   * scale of what these rows are under it.
   */
  static IndexedFeatures underAttackersProjection(StepContext context, Split split)
      throws IOException {
    IndexedFeatures known = of(context, split);
    long seed = Projections.attackersSeed(context.config());
    int dimension = known.info.dimension();
    Projection own = new GaussianProjection(known.info.featureLength(), dimension, seed);
    JavaRDD<Row> rows = projected(context, known.rows(), own);
    FeatureInfo info = known.info.with(own, seed, FeatureTable.scaling(rows, dimension));
    return new IndexedFeatures(context, split, known.change, info, Optional.of(own));
  }

  /** Whether it is every row of the split as it is. */
  boolean isWhole() {
    return change.isEmpty();
  }

  /** Rows of (id, label, h, h'). */
  JavaRDD<Row> rows() {
    JavaRDD<Row> all = table(split).javaRDD();
    JavaRDD<Row> held = change.map(rule -> rule.apply(all)).orElse(all);
    return redrawn.map(projection -> projected(context, held, projection)).orElse(held);
  }

  /** h' of some images of a split, by the run's seed. */
  float[][] drawn(Split of, int count) {
    long seed = context.config().seed();
    return redrawn
        .map(
            projection ->
                Arrays.stream(TuningSample.drawn(table(of), "h", count, seed))
                    .map(projection::project)
                    .toArray(float[][]::new))
        .orElseGet(() -> TuningSample.drawn(table(of), "projected", count, seed));
  }

  private Dataset<Row> table(Split of) {
    return FeatureTable.read(context.spark(), context.input("extract-features"), of);
  }

  private static JavaRDD<Row> projected(
      StepContext context, JavaRDD<Row> rows, Projection projection) {
    Broadcast<Projection> shared = context.javaSpark().broadcast(projection);
    return rows.map(
        row -> {
          float[] feature = FeatureTable.floats(row, 2);
          return RowFactory.create(
              row.getLong(0), row.getInt(1), feature, shared.value().project(feature));
        });
  }
}
