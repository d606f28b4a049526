package io.retrievaldefense.ml;

import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.Param;

/**
 * A stage that adds a column made from another one.
 *
 * @param <S> the stage itself, which its setters return
 */
public abstract class ColumnStage<S extends ColumnStage<S>> extends Transformer {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final Param<String> inputCol;
  private final Param<String> outputCol;

  /**
   * @param uid identifies the stage
   * @param input what the input column holds
   * @param output what the output column receives
   */
  ColumnStage(String uid, String input, String output) {
    this.uid = uid;
    inputCol = new Param<>(this, "inputCol", "column of " + input);
    outputCol = new Param<>(this, "outputCol", "column that receives " + output);
    setDefault(outputCol, uid + "__output");
  }

  @SuppressWarnings("unchecked") // S is this stage.
  private S self() {
    return (S) this;
  }

  @Override
  public final String uid() {
    return uid;
  }

  /** Parameter: column of what is transformed. */
  public final Param<String> inputCol() {
    return inputCol;
  }

  /** Parameter: column of the result. */
  public final Param<String> outputCol() {
    return outputCol;
  }

  /** Sets {@link #inputCol}. */
  public final S setInputCol(String column) {
    set(inputCol, column);
    return self();
  }

  /** Value of {@link #inputCol}. */
  public final String getInputCol() {
    return getOrDefault(inputCol);
  }

  /** Sets {@link #outputCol}. */
  public final S setOutputCol(String column) {
    set(outputCol, column);
    return self();
  }

  /** Value of {@link #outputCol}. */
  public final String getOutputCol() {
    return getOrDefault(outputCol);
  }
}
