package io.retrievaldefense.classifier;

/** Labelled features with their retrieved sets, read one at a time: they may not all fit. */
public interface RetrievedExamples {

  int size();

  int label(int example);

  /** Feature h [D]. */
  float[] feature(int example);

  /** The nearest {@code neighbors} of the example, or fewer if the index found fewer. */
  Retrieved retrieved(int example, int neighbors);
}
