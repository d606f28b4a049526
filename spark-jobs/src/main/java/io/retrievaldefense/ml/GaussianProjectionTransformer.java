package io.retrievaldefense.ml;

import io.retrievaldefense.index.projection.GaussianProjection;
import java.io.Serializable;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * h' = W h with W [d, D] of independent entries from N(0, 1/d), drawn from the seed (paper, section
 * 2). Vectors of length D to vectors of length {@code outputDimension}; D is that of the data, and
 * must be one for all rows.
 */
public final class GaussianProjectionTransformer extends ColumnStage<GaussianProjectionTransformer>
    implements DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private final IntParam outputDimension;
  private final LongParam seed;

  /** A projection to 64 dimensions with seed 1. */
  public GaussianProjectionTransformer() {
    this(Identifiable.randomUID("gaussianProjection"));
  }

  /**
   * @param uid identifies the stage
   */
  public GaussianProjectionTransformer(String uid) {
    super(uid, "vectors h, all of one length D", "the vectors W h");
    outputDimension =
        new IntParam(this, "outputDimension", "d, length of the result", ParamValidators.gtEq(1));
    seed = new LongParam(this, "seed", "what W is drawn from");
    setDefault(outputDimension, 64);
    setDefault(seed, 1L);
  }

  /** Reads what {@code write} has written. */
  public static MLReader<GaussianProjectionTransformer> read() {
    return new DefaultParamsReader<>();
  }

  /** Reads from a path. */
  public static GaussianProjectionTransformer load(String path) {
    return read().load(path);
  }

  /** Parameter: d. */
  public IntParam outputDimension() {
    return outputDimension;
  }

  /** Parameter: what W is drawn from. */
  public LongParam seed() {
    return seed;
  }

  /** Sets {@link #outputDimension}, at least 1. */
  public GaussianProjectionTransformer setOutputDimension(int dimension) {
    set(outputDimension, dimension);
    return this;
  }

  /** Value of {@link #outputDimension}. */
  public int getOutputDimension() {
    return (int) getOrDefault(outputDimension);
  }

  /** Sets {@link #seed}. */
  public GaussianProjectionTransformer setSeed(long value) {
    set(seed, value);
    return this;
  }

  /** Value of {@link #seed}. */
  public long getSeed() {
    return (long) getOrDefault(seed);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    Columns.requireVector(schema, getInputCol());
    return Columns.with(schema, getOutputCol(), SQLDataTypes.VectorType());
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    UDF1<Vector, Vector> project = new Projector(getOutputDimension(), getSeed())::project;
    return dataset.withColumn(
        getOutputCol(),
        functions.udf(project, SQLDataTypes.VectorType()).apply(functions.col(getInputCol())));
  }

  @Override
  public GaussianProjectionTransformer copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public String toString() {
    return "GaussianProjectionTransformer: uid="
        + uid()
        + ", outputDimension="
        + getOutputDimension();
  }

  /** Draws W on the executor, when the first vector tells D. */
  private static final class Projector implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int dimension;
    private final long seed;
    private transient volatile GaussianProjection projection;

    Projector(int dimension, long seed) {
      this.dimension = dimension;
      this.seed = seed;
    }

    Vector project(Vector vector) {
      GaussianProjection drawn = projection;
      if (drawn == null) {
        drawn = new GaussianProjection(vector.size(), dimension, seed);
        projection = drawn;
      }
      if (vector.size() != drawn.inputDimension()) {
        throw new IllegalArgumentException(
            "vectors must all have the length " + drawn.inputDimension() + ": " + vector.size());
      }
      return Columns.vector(drawn.project(Columns.floats(vector)));
    }
  }
}
