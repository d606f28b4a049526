package io.retrievaldefense.cnn;

import io.retrievaldefense.backend.NativeBackend;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.LabeledImage;
import java.util.List;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Training images as DL4J takes them: augmented, normalised, channels first [n, C, H, W]; labels
 * are probabilities [n, classes], smoothed.
 *
 * <p>How an image is augmented depends on the seed, the epoch and its id alone, so a batch that is
 * made again is the same.
 */
public final class Dl4jBatch {

  private Dl4jBatch() {}

  /**
   * @param images at least one
   * @param model whose shape, classes and normalisation count
   * @param options augmentation, label smoothing and seed
   * @param epoch from 1
   */
  public static DataSet of(
      List<LabeledImage> images, CnnModel model, TrainingOptions options, int epoch) {
    if (images.isEmpty()) {
      throw new IllegalArgumentException("batch must hold an image: 0");
    }
    NativeBackend.prepare();
    ImageShape shape = model.architecture().input();
    int classes = model.architecture().classes();
    float[] pixels = new float[images.size() * shape.length()];
    float[] labels = new float[images.size() * classes];
    float[] image = new float[shape.length()];
    for (int i = 0; i < images.size(); i++) {
      LabeledImage of = images.get(i);
      SplittableRandom random = new SplittableRandom(options.seed() ^ of.id() * 31 ^ epoch);
      options.augmentation().apply(of.pixels(), shape, random.split(), image);
      channelsFirst(image, shape, model.normalization(), pixels, i * shape.length());
      for (int label = 0; label < classes; label++) {
        double target = label == of.label() ? 1 - options.labelSmoothing() : 0;
        labels[i * classes + label] = (float) (target + options.labelSmoothing() / classes);
      }
    }
    INDArray features =
        Nd4j.createFromArray(pixels)
            .reshape('c', images.size(), shape.channels(), shape.height(), shape.width());
    return new DataSet(features, Nd4j.createFromArray(labels).reshape('c', images.size(), classes));
  }

  private static void channelsFirst(
      float[] image, ImageShape shape, Normalization normalization, float[] target, int offset) {
    float[] mean = normalization.mean();
    float[] deviation = normalization.deviation();
    int places = shape.height() * shape.width();
    for (int c = 0; c < shape.channels(); c++) {
      for (int place = 0; place < places; place++) {
        target[offset + c * places + place] =
            (image[place * shape.channels() + c] - mean[c]) / deviation[c];
      }
    }
  }
}
