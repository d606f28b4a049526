package io.retrievaldefense.cnn;

import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.LabeledImage;
import java.util.List;
import java.util.SplittableRandom;

/**
 * An autoencoder's task: the last hidden layer must say all that a linear layer needs to give the
 * normalised pixels back (Krizhevsky and Hinton 2011 retrieve by such codes). Half the sum of
 * squares per image is descended, the mean square is told; solved is the share of the pixels' mean
 * square that is given back.
 */
record Reconstruction(Augmentation augmentation) implements SelfSupervision {

  @Override
  public int outputs(ImageShape input) {
    return input.length();
  }

  @Override
  public int views() {
    return 1;
  }

  @Override
  public float[][] inputs(List<LabeledImage> images, ImageShape shape, SplittableRandom random) {
    float[][] inputs = new float[images.size()][shape.length()];
    for (int i = 0; i < inputs.length; i++) {
      augmentation.apply(images.get(i).pixels(), shape, random, inputs[i]);
    }
    return inputs;
  }

  @Override
  public float[][] validationInputs(List<LabeledImage> images, ImageShape shape) {
    return images.stream().map(LabeledImage::unitPixels).toArray(float[][]::new);
  }

  @Override
  public double loss(
      float[][] inputs, float[][] outputs, Normalization normalization, float[][] slope) {
    double squares = 0;
    for (int i = 0; i < inputs.length; i++) {
      float[] target = normalized(inputs[i], normalization);
      for (int j = 0; j < target.length; j++) {
        float difference = outputs[i][j] - target[j];
        squares += (double) difference * difference;
        slope[i][j] = difference / inputs.length;
      }
    }
    return squares / ((double) inputs.length * inputs[0].length);
  }

  @Override
  public Tally tally(float[][] inputs, float[][] outputs, Normalization normalization) {
    double left = 0;
    double all = 0;
    for (int i = 0; i < inputs.length; i++) {
      float[] target = normalized(inputs[i], normalization);
      for (int j = 0; j < target.length; j++) {
        double difference = outputs[i][j] - target[j];
        left += difference * difference;
        all += (double) target[j] * target[j];
      }
    }
    return new Tally(all - left, all);
  }

  private static float[] normalized(float[] pixels, Normalization normalization) {
    float[] mean = normalization.mean();
    float[] deviation = normalization.deviation();
    float[] normalized = pixels.clone();
    for (int j = 0; j < normalized.length; j++) {
      int channel = j % mean.length;
      normalized[j] = (normalized[j] - mean[channel]) / deviation[channel];
    }
    return normalized;
  }
}
