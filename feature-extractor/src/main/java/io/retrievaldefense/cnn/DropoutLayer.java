package io.retrievaldefense.cnn;

import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Inverted dropout for training; the identity otherwise. */
final class DropoutLayer implements Layer {

  private double rate;
  private SplittableRandom random;
  private INDArray mask;
  private INDArray dropped;
  private boolean active;

  void enable(double rate, SplittableRandom random) {
    this.rate = rate;
    this.random = random;
  }

  void disableAtNextForward() {
    random = null;
  }

  @Override
  public String name() {
    return "dropout";
  }

  @Override
  public INDArray forward(INDArray input) {
    active = random != null && rate > 0;
    if (!active) {
      return input;
    }
    if (mask == null) {
      mask = Nd4j.createUninitialized(input.dataType(), input.shape());
      dropped = Nd4j.createUninitialized(input.dataType(), input.shape());
    }
    float[] keep = new float[Math.toIntExact(input.length())];
    float scale = (float) (1 / (1 - rate));
    for (int i = 0; i < keep.length; i++) {
      keep[i] = random.nextDouble() < rate ? 0 : scale;
    }
    HostArrays.write(keep, mask);
    return input.mul(mask, dropped);
  }

  @Override
  public INDArray backward(INDArray outputGradient, Wanted wanted) {
    return active ? outputGradient.muli(mask) : outputGradient;
  }
}
