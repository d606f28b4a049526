package io.retrievaldefense.cnn;

import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.LabeledImage;
import java.util.List;
import java.util.SplittableRandom;

/** A task that hidden layers learn features by without being told a class. */
interface SelfSupervision {

  /** Length of the network's output for images of that shape. */
  int outputs(ImageShape input);

  /** How many inputs a training step makes of one image. */
  int views();

  /**
   * Inputs for a training step.
   *
   * @param images n of them; their labels are not looked at
   * @return [views n][H W C], pixels in [0,1]
   */
  float[][] inputs(List<LabeledImage> images, ImageShape shape, SplittableRandom random);

  /**
   * Inputs to validate with; the same for the same images.
   *
   * @return [views n][H W C], pixels in [0,1]
   */
  float[][] validationInputs(List<LabeledImage> images, ImageShape shape);

  /**
   * The mean loss of a batch.
   *
   * @param inputs [B][H W C]
   * @param outputs of the network for them [B][length]
   * @param slope receives dL/doutputs [B][length]
   */
  double loss(float[][] inputs, float[][] outputs, Normalization normalization, float[][] slope);

  /** How well outputs solve the task: {@code solved} of {@code all}, to be summed over batches. */
  record Tally(double solved, double all) {

    Tally plus(Tally other) {
      return new Tally(solved + other.solved, all + other.all);
    }
  }

  /** The tally of one batch. */
  Tally tally(float[][] inputs, float[][] outputs, Normalization normalization);
}
