package io.retrievaldefense.executor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A partition's images to what is made of them and their features, a batch at a time, in order.
 *
 * @param <I> an image's row
 * @param <O> what is made of it
 */
public final class FeatureBatches<I, O> implements Iterator<O> {
  private final Iterator<I> images;
  private final TaskExtractor network;
  private final Function<List<I>, float[][]> pixels;
  private final BiFunction<I, float[], O> result;
  private Iterator<O> batch = Collections.emptyIterator();

  /**
   * @param images of the partition
   * @param network of the task
   * @param pixels of images [n, H * W * C], in [0, 1], order [H, W, C]
   * @param result of an image and its feature h [D]
   */
  public FeatureBatches(
      Iterator<I> images,
      TaskExtractor network,
      Function<List<I>, float[][]> pixels,
      BiFunction<I, float[], O> result) {
    this.images = images;
    this.network = network;
    this.pixels = pixels;
    this.result = result;
  }

  @Override
  public boolean hasNext() {
    return batch.hasNext() || images.hasNext();
  }

  @Override
  public O next() {
    if (!hasNext()) {
      throw new NoSuchElementException("features");
    }
    if (!batch.hasNext()) {
      batch = extract();
    }
    return batch.next();
  }

  private Iterator<O> extract() {
    List<I> taken = new ArrayList<>(TaskExtractor.BATCH);
    while (images.hasNext() && taken.size() < TaskExtractor.BATCH) {
      taken.add(images.next());
    }
    float[][] features = network.features(pixels.apply(taken));
    List<O> results = new ArrayList<>(taken.size());
    for (int i = 0; i < taken.size(); i++) {
      results.add(result.apply(taken.get(i), features[i]));
    }
    return results.iterator();
  }
}
