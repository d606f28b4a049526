package io.retrievaldefense.ml;

import io.retrievaldefense.index.hashing.HashParameters;
import io.retrievaldefense.index.hashing.HashTables;
import io.retrievaldefense.index.hashing.HashedQuery;
import io.retrievaldefense.index.projection.Scaling;
import io.retrievaldefense.index.shard.IndexSchema;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Hash tables fitted to a data set. As a transformer it adds the keys, one int per table. */
public final class PStableLshModel extends Model<PStableLshModel>
    implements PStableLshParams<PStableLshModel>, MLWritable {
  private static final long serialVersionUID = 1L;
  private static final int SKETCH_BITS = 256;
  private static final ArrayType KEYS = DataTypes.createArrayType(DataTypes.IntegerType, false);

  private final String uid;
  private final Scaling scaling;
  private final Holder holder;

  PStableLshModel(String uid, Scaling scaling) {
    this.uid = uid;
    this.scaling = scaling;
    holder = new Holder(this);
  }

  /** Reads what {@code write} has written. */
  public static MLReader<PStableLshModel> read() {
    return new PStableLshPersistence.Reader();
  }

  /** Reads from a path. */
  public static PStableLshModel load(String path) {
    return read().load(path);
  }

  @Override
  public MLWriter write() {
    return new PStableLshPersistence.Writer(this);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public Holder holder() {
    return holder;
  }

  /** Centre and scale of what it was fitted to. */
  public Scaling scaling() {
    return scaling;
  }

  private HashParameters parameters() {
    return new HashParameters(
        getNumHashFunctions(),
        getNumHashTables(),
        (float) getBucketWidth(),
        SKETCH_BITS,
        getSeed());
  }

  static StructType schema(StructType schema, PStableLshParams<?> params) {
    Columns.requireVector(schema, params.getInputCol());
    return Columns.with(schema, params.getOutputCol(), KEYS);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return schema(schema, this);
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    HashTables tables = new HashTables(parameters(), scaling);
    UDF1<Vector, List<Integer>> keys = vector -> keys(vector, tables);
    return dataset.withColumn(
        getOutputCol(), functions.udf(keys, KEYS).apply(functions.col(getInputCol())));
  }

  private static List<Integer> keys(Vector vector, HashTables tables) {
    requireLength(vector, tables.dimension());
    HashedQuery hashed = tables.hash(Columns.floats(vector));
    Integer[] keys = new Integer[tables.parameters().tables()];
    for (int table = 0; table < keys.length; table++) {
      keys[table] = HashTables.key(tables.keySum(hashed, table));
    }
    return List.of(keys);
  }

  static void requireLength(Vector vector, int length) {
    if (vector.size() != length) {
      throw new IllegalArgumentException(
          "vectors must have the length the model was fitted to " + length + ": " + vector.size());
    }
  }

  /**
   * The n approximately nearest rows of a data set, for each of many queries at once. Every
   * partition of the data set is indexed on its executor's disk and searched there; what is found
   * is merged by distance, then id. Queries are broadcast: call with as many as fit in memory.
   *
   * @param dataset columns {@link #idCol} (long) and {@link #inputCol}
   * @param queries the same columns; the id is that of the query
   * @param n how many neighbours, at least 1; fewer are found only if the data set holds fewer
   * @return columns queryId, neighborId, distance (Euclidean), rank (0 is nearest)
   * @throws IllegalArgumentException if n or a column is not as described
   */
  public Dataset<Row> approxNearestNeighbors(Dataset<?> dataset, Dataset<?> queries, int n) {
    if (n < 1) {
      throw new IllegalArgumentException("number of neighbours must be at least 1: " + n);
    }
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(dataset.sparkSession().sparkContext());
    IndexSchema schema =
        new IndexSchema(0, parameters(), scaling, IndexSchema.NO_DIGEST, IndexSchema.NO_DIGEST);
    Broadcast<QueryBlock> shared =
        spark.broadcast(QueryBlock.collect(columns(queries), scaling.dimension()));
    return dataset
        .sparkSession()
        .createDataFrame(
            columns(dataset)
                .javaRDD()
                .mapPartitionsToPair(new PartitionSearch(schema, getNumProbes(), shared, n))
                .reduceByKey((left, right) -> left.merge(right, n))
                .flatMap(found -> found._2().rows(found._1())),
            FoundRows.SCHEMA);
  }

  private Dataset<Row> columns(Dataset<?> dataset) {
    Columns.require(dataset.schema(), getIdCol(), DataTypes.LongType);
    Columns.requireVector(dataset.schema(), getInputCol());
    return dataset.select(functions.col(getIdCol()), functions.col(getInputCol()));
  }

  @Override
  public PStableLshModel copy(ParamMap extra) {
    PStableLshModel copied = copyValues(new PStableLshModel(uid, scaling), extra);
    return copied.setParent(parent());
  }

  @Override
  public String toString() {
    return "PStableLshModel: uid=" + uid + ", dimension=" + scaling.dimension();
  }
}
