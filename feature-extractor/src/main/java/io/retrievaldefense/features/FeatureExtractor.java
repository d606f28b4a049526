package io.retrievaldefense.features;

/**
 * Computes the feature vector h of images. One instance serves one thread; it holds off-heap memory
 * until it is closed.
 */
public interface FeatureExtractor extends AutoCloseable {

  /** Length D of h. */
  int featureLength();

  /**
   * Features [n, D] of images [n, H * W * C], pixels in [0, 1]; any n. What an image yields does
   * not depend on the images it comes with.
   */
  float[][] features(float[][] images);

  @Override
  void close();
}
