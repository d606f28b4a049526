package io.retrievaldefense.attacks;

import io.retrievaldefense.attacks.loss.OutputLoss;
import java.util.List;

/**
 * The feature extractor behind a model, for attacks that aim at what is retrieved (guides,
 * collision, BPDA, ASK). The same batching rule holds as for {@link AttackedModel}.
 */
public interface FeatureAccess {

  /** The length D of a feature vector h. */
  int featureLength();

  /** Features h [n, D] of images [n, inputLength]. */
  float[][] features(float[][] images);

  /** The gradient of a loss on the features; {@code outputs} of the answer are the features. */
  LossGradient featureGradient(float[][] images, List<? extends OutputLoss> losses);
}
