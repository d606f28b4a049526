package io.retrievaldefense.poisoning;

import io.retrievaldefense.features.FeatureExtractor;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.pipeline.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Features of images, computed once for all numbers of planted entries.
 *
 * @param extractor images to h
 * @param progress where to say how far it is
 */
record Asking(FeatureExtractor extractor, Progress progress) {
  /** Images between two words of progress: some batches. */
  private static final int CHUNK = 256;

  /**
   * An image that is asked about.
   *
   * @param image as it is, with its true class
   * @param feature h of it, or of what was made of it [D]
   */
  record Query(LabeledImage image, float[] feature) {}

  /**
   * @param what it is for, in a few words
   * @param images in the order of the answer
   * @param pixels what is made of an image, in [0,1]
   */
  List<Query> about(
      String what, List<LabeledImage> images, Function<LabeledImage, float[]> pixels) {
    progress.begin(what, images.size());
    List<Query> queries = new ArrayList<>(images.size());
    for (int from = 0; from < images.size(); from += CHUNK) {
      List<LabeledImage> chunk = images.subList(from, Math.min(images.size(), from + CHUNK));
      float[][] features = extractor.features(chunk.stream().map(pixels).toArray(float[][]::new));
      for (int i = 0; i < features.length; i++) {
        queries.add(new Query(chunk.get(i), features[i]));
      }
      progress.advance(chunk.size());
    }
    return queries;
  }

  /** Of images as they are. */
  List<Query> about(String what, List<LabeledImage> images) {
    return about(what, images, LabeledImage::unitPixels);
  }
}
