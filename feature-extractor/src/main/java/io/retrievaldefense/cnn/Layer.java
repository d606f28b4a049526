package io.retrievaldefense.cnn;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer that owns its output and gradient arrays; both are overwritten at the next call. */
interface Layer {

  /** What a backward pass is asked for; an attack needs no weight gradients, and they cost half. */
  enum Wanted {
    INPUT,
    PARAMETERS,
    BOTH
  }

  /** What it is, for a table of times. */
  String name();

  /** Multiplications and additions of one forward pass over the batch, in 1e9, if they matter. */
  default double gigaflop() {
    return 0;
  }

  /** The output for {@code input}, which the layer may overwrite or keep for the backward pass. */
  INDArray forward(INDArray input);

  /**
   * The gradient with respect to the last input, or {@code null} if only parameters are wanted.
   *
   * @param outputGradient may be overwritten
   */
  INDArray backward(INDArray outputGradient, Wanted wanted);

  /** Called after the parameters have changed, for layers that keep something derived from them. */
  default void parametersChanged() {}
}
