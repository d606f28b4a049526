package io.retrievaldefense.classifier;

/**
 * A classifier of images with the gradient of its inference-mode function. One instance serves one
 * thread; it evaluates batches of one fixed size, so that what an image yields does not depend on
 * its company.
 */
public interface DifferentiableClassifier extends AutoCloseable {

  /** The most images of one call. */
  int batch();

  /** H * W * C. */
  int inputLength();

  int classes();

  /** D, the length of a feature h. */
  int featureLength();

  /** Logits [n, classes] of images [n, H * W * C], pixels in [0, 1], n at most the batch. */
  float[][] logits(float[][] images);

  /**
   * Gradient [n, H * W * C] with respect to the pixels of the last call, which was {@link #logits}.
   *
   * @param logitGradients dL/dlogits [n, classes] of the same n images
   */
  float[][] pixelGradients(float[][] logitGradients);

  /** Features h [n, D] of images [n, H * W * C], pixels in [0, 1], n at most the batch. */
  float[][] features(float[][] images);

  /**
   * Gradient [n, H * W * C] with respect to the pixels of the last call, which was {@link
   * #features}.
   *
   * @param featureGradients dL/dh [n, D] of the same n images
   */
  float[][] pixelGradientsFromFeatures(float[][] featureGradients);

  /** Where the time of this instance went so far. */
  StageTimes times();

  @Override
  void close();
}
