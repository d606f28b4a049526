package io.retrievaldefense.cnn;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer that adds up the time it takes. */
final class TimedLayer implements Layer {

  private final Layer layer;
  private long forward;
  private long backward;

  TimedLayer(Layer layer) {
    this.layer = layer;
  }

  @Override
  public String name() {
    return layer.name();
  }

  @Override
  public double gigaflop() {
    return layer.gigaflop();
  }

  @Override
  public INDArray forward(INDArray input) {
    long start = System.nanoTime();
    INDArray output = layer.forward(input);
    forward += System.nanoTime() - start;
    return output;
  }

  @Override
  public INDArray backward(INDArray outputGradient, Wanted wanted) {
    long start = System.nanoTime();
    INDArray gradient = layer.backward(outputGradient, wanted);
    backward += System.nanoTime() - start;
    return gradient;
  }

  @Override
  public void parametersChanged() {
    layer.parametersChanged();
  }

  /** Milliseconds of all forward passes since the last {@link #reset()}. */
  double forwardMillis() {
    return forward / 1e6;
  }

  /** Milliseconds of all backward passes since the last {@link #reset()}. */
  double backwardMillis() {
    return backward / 1e6;
  }

  void reset() {
    forward = 0;
    backward = 0;
  }
}
