package io.retrievaldefense.index.projection;

import java.io.Serializable;

/**
 * A linear map from a feature h [D] to what is searched by, h' [d]. Immutable, and safe for
 * concurrent use.
 */
public sealed interface Projection extends Serializable permits GaussianProjection, NoProjection {

  /** D, the length of h. */
  int inputDimension();

  /** d, the length of h'. */
  int outputDimension();

  /** What W is drawn from; 0 where nothing is random. */
  long seed();

  /** Entry W[row, column], row below d and column below D. */
  float entry(int row, int column);

  /** h' = Wh, a new array [d]; h is [D]. */
  float[] project(float[] h);

  /** W' g, a new array [D]: the gradient with respect to h, given that with respect to h' [d]. */
  double[] pullBack(double[] gradient);

  /** SHA-256 of all that determines W: what a manifest records and a reader compares. */
  String digest();
}
