package io.retrievaldefense.cnn;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.factory.Nd4j;

/** max(0, x), in place; its derivative at 0 is 0. */
final class ReluLayer implements Layer {

  private INDArray output;
  private INDArray mask;

  @Override
  public String name() {
    return "relu";
  }

  @Override
  public INDArray forward(INDArray input) {
    Nd4j.exec(new RectifiedLinear(input, input));
    output = input;
    return output;
  }

  /** The output is never negative, so its sign is the mask. */
  @Override
  public INDArray backward(INDArray outputGradient, Wanted wanted) {
    if (mask == null) {
      mask = Nd4j.createUninitialized(output.dataType(), output.shape());
    }
    Nd4j.exec(new Sign(output, mask));
    return outputGradient.muli(mask);
  }
}
