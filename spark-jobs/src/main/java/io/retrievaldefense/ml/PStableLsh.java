package io.retrievaldefense.ml;

import io.retrievaldefense.index.hashing.HashParameters;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.projection.ScalingEstimator;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * Locality-sensitive hashing for Euclidean distance after Datar et al. (2004): L tables of k
 * functions {@code floor((a.x + b) / w)} with a of independent normal entries and b uniform in [0,
 * w), looked into with multi-probe (Lv et al., 2007). x is the data less its mean, over its scale;
 * learning those two from the data is what fitting does.
 *
 * <p>MLlib's {@code BucketedRandomProjectionLSH} has one function per table, of unit length and
 * without offset, and ranks by sorting the whole data set.
 */
public final class PStableLsh extends Estimator<PStableLshModel>
    implements PStableLshParams<PStableLsh>, DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final Holder holder;

  /** With the defaults of the index. */
  public PStableLsh() {
    this(Identifiable.randomUID("pStableLsh"));
  }

  /**
   * @param uid identifies the stage
   */
  public PStableLsh(String uid) {
    this.uid = uid;
    holder = new Holder(this);
    HashParameters hash = HashParameters.defaults(1);
    setDefault(outputCol(), uid + "__output");
    setDefault(idCol(), "id");
    setDefault(numHashTables(), hash.tables());
    setDefault(numHashFunctions(), hash.functionsPerTable());
    setDefault(bucketWidth(), (double) hash.width());
    setDefault(numProbes(), SearchSettings.DEFAULT.probesPerTable());
    setDefault(seed(), hash.seed());
  }

  /** Reads what {@code write} has written. */
  public static MLReader<PStableLsh> read() {
    return new DefaultParamsReader<>();
  }

  /** Reads from a path. */
  public static PStableLsh load(String path) {
    return read().load(path);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public Holder holder() {
    return holder;
  }

  /** Sets {@link #numHashTables}, at least 1. */
  public PStableLsh setNumHashTables(int tables) {
    set(numHashTables(), tables);
    return this;
  }

  /** Sets {@link #numHashFunctions}, at least 1. */
  public PStableLsh setNumHashFunctions(int functionsPerTable) {
    set(numHashFunctions(), functionsPerTable);
    return this;
  }

  /** Sets {@link #bucketWidth}, above 0. */
  public PStableLsh setBucketWidth(double width) {
    set(bucketWidth(), width);
    return this;
  }

  /** Sets {@link #seed}. */
  public PStableLsh setSeed(long value) {
    set(seed(), value);
    return this;
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return PStableLshModel.schema(schema, this);
  }

  @Override
  public PStableLshModel fit(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    Dataset<Row> vectors = dataset.select(functions.col(getInputCol()));
    Row first = vectors.takeAsList(1).stream().findFirst().orElse(null);
    if (first == null) {
      throw new IllegalArgumentException("data set to fit must hold a row: 0");
    }
    int dimension = first.<Vector>getAs(0).size();
    ScalingEstimator estimator =
        vectors
            .javaRDD()
            .treeAggregate(
                new ScalingEstimator(dimension),
                (sum, row) -> sum.add(Columns.floats(row.getAs(0))),
                ScalingEstimator::merge);
    return copyValues(
        new PStableLshModel(uid, estimator.scaling()).setParent(this), ParamMap.empty());
  }

  @Override
  public PStableLsh copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public String toString() {
    return "PStableLsh: uid=" + uid + ", numHashTables=" + getNumHashTables();
  }
}
