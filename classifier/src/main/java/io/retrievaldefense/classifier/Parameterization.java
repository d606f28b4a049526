package io.retrievaldefense.classifier;

/** What is learned, and the parameters of the model that it stands for. */
interface Parameterization {

  /** The learned values, which an optimizer changes in place. */
  double[] learned();

  /** Where in them the parameters begin that weight decay is applied to. */
  int decayFrom();

  /** Computes the model's parameters from the learned ones. */
  void expand();

  /**
   * dL/dlearned, given dL/dparameters of the model; may be the same array.
   *
   * @param gradient dL/dparameters, at the parameters last expanded
   */
  double[] pullBack(double[] gradient);

  /** The model's parameters are learned themselves. */
  static Parameterization identity(SummaryShape shape, double[] parameters) {
    return new Parameterization() {
      @Override
      public double[] learned() {
        return parameters;
      }

      @Override
      public int decayFrom() {
        return shape.attentionParameters();
      }

      @Override
      public void expand() {}

      @Override
      public double[] pullBack(double[] gradient) {
        return gradient;
      }
    };
  }
}
