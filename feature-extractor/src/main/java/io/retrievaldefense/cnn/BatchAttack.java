package io.retrievaldefense.cnn;

import java.util.SplittableRandom;

/**
 * Makes images harder for the network as it is now: what adversarial training (Madry et al. 2018)
 * trains on in their place. Handed in as a function, so that the trainer knows no attack.
 */
@FunctionalInterface
public interface BatchAttack {

  /** The network that is being trained, as an attack asks it. */
  @FunctionalInterface
  interface Gradient {
    /**
     * Gradient [n][H W C] of each image's cross-entropy with respect to its pixels, of the
     * inference-mode function.
     *
     * @param images [n][H W C], pixels in [0,1]
     * @param labels [n]
     */
    float[][] at(float[][] images, int[] labels);
  }

  /**
   * Other images for these.
   *
   * @param images [n][H W C], pixels in [0,1]; not to be changed
   * @param labels [n]
   * @param network what is attacked
   * @param strength in [0,1], grows to 1 as training warms up
   * @param random where everything random is drawn from
   * @return [n][H W C], pixels in [0,1]
   */
  float[][] perturb(
      float[][] images, int[] labels, Gradient network, double strength, SplittableRandom random);
}
