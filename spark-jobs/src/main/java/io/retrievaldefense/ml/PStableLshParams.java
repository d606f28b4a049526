package io.retrievaldefense.ml;

import java.io.Serializable;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;

/**
 * The parameters that {@link PStableLsh} and {@link PStableLshModel} share, and the setters of
 * those that may still change once the model is fitted.
 *
 * @param <S> the stage itself, which its setters return
 */
public interface PStableLshParams<S extends PStableLshParams<S>> extends Params {

  /** The parameters of one stage, made once. */
  Holder holder();

  /** Parameter: column of vectors, all of one length. */
  default Param<String> inputCol() {
    return holder().inputCol;
  }

  /** Parameter: column that receives the keys of the tables. */
  default Param<String> outputCol() {
    return holder().outputCol;
  }

  /** Parameter: column of ids, long and unique. */
  default Param<String> idCol() {
    return holder().idCol;
  }

  /** Parameter: L, number of tables. */
  default IntParam numHashTables() {
    return holder().numHashTables;
  }

  /** Parameter: k, functions whose cells make a table's key. */
  default IntParam numHashFunctions() {
    return holder().numHashFunctions;
  }

  /** Parameter: w, width of a cell in units of the data's scale. */
  default DoubleParam bucketWidth() {
    return holder().bucketWidth;
  }

  /** Parameter: buckets looked into per table. */
  default IntParam numProbes() {
    return holder().numProbes;
  }

  /** Parameter: what the hash functions are drawn from. */
  default LongParam seed() {
    return holder().seed;
  }

  /** Sets {@link #inputCol}. */
  default S setInputCol(String column) {
    return with(inputCol(), column);
  }

  /** Sets {@link #outputCol}. */
  default S setOutputCol(String column) {
    return with(outputCol(), column);
  }

  /** Sets {@link #idCol}. */
  default S setIdCol(String column) {
    return with(idCol(), column);
  }

  /** Sets {@link #numProbes}, at least 1. */
  default S setNumProbes(int probes) {
    return with(numProbes(), probes);
  }

  @SuppressWarnings("unchecked") // S is this stage.
  private <T> S with(Param<T> parameter, T value) {
    set(parameter, value);
    return (S) this;
  }

  /** Value of {@link #inputCol}. */
  default String getInputCol() {
    return getOrDefault(inputCol());
  }

  /** Value of {@link #outputCol}. */
  default String getOutputCol() {
    return getOrDefault(outputCol());
  }

  /** Value of {@link #idCol}. */
  default String getIdCol() {
    return getOrDefault(idCol());
  }

  /** Value of {@link #numHashTables}. */
  default int getNumHashTables() {
    return (int) getOrDefault(numHashTables());
  }

  /** Value of {@link #numHashFunctions}. */
  default int getNumHashFunctions() {
    return (int) getOrDefault(numHashFunctions());
  }

  /** Value of {@link #bucketWidth}. */
  default double getBucketWidth() {
    return (double) getOrDefault(bucketWidth());
  }

  /** Value of {@link #numProbes}. */
  default int getNumProbes() {
    return (int) getOrDefault(numProbes());
  }

  /** Value of {@link #seed}. */
  default long getSeed() {
    return (long) getOrDefault(seed());
  }

  /** The parameters themselves; MLlib finds them through the methods above. */
  final class Holder implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Param<String> inputCol;
    private final Param<String> outputCol;
    private final Param<String> idCol;
    private final IntParam numHashTables;
    private final IntParam numHashFunctions;
    private final DoubleParam bucketWidth;
    private final IntParam numProbes;
    private final LongParam seed;

    Holder(Params owner) {
      inputCol = new Param<>(owner, "inputCol", "column of vectors, all of one length");
      outputCol = new Param<>(owner, "outputCol", "column that receives the keys, one per table");
      idCol = new Param<>(owner, "idCol", "column of ids, long and unique; they decide ties");
      numHashTables =
          new IntParam(owner, "numHashTables", "L, number of tables", ParamValidators.gtEq(1));
      numHashFunctions =
          new IntParam(
              owner, "numHashFunctions", "k, functions per table", ParamValidators.gtEq(1));
      bucketWidth =
          new DoubleParam(
              owner, "bucketWidth", "w, in units of the data's scale", ParamValidators.gt(0));
      numProbes =
          new IntParam(
              owner, "numProbes", "buckets looked into per table", ParamValidators.gtEq(1));
      seed = new LongParam(owner, "seed", "what the hash functions are drawn from");
    }
  }
}
