package io.retrievaldefense.rebuild;

import io.retrievaldefense.cnn.FeatureLayer;
import io.retrievaldefense.executor.TaskExtractor;
import io.retrievaldefense.images.HadoopFiles;
import io.retrievaldefense.images.ImageFolderReader;
import io.retrievaldefense.images.ImageRow;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.images.SizePolicy;
import io.retrievaldefense.index.projection.Projection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;

/**
 * A task: decodes pictures and computes h and h' = W h, a batch at a time. A picture that has been
 * removed since the folder was listed is passed over.
 */
record ExtractImages(
    Broadcast<byte[]> model,
    FeatureLayer layer,
    Broadcast<Projection> projection,
    HadoopFiles files,
    SizePolicy sizePolicy,
    PictureCounters counters)
    implements FlatMapFunction<Iterator<CataloguedImage>, ExtractedImage> {

  @Override
  public Iterator<ExtractedImage> call(Iterator<CataloguedImage> images) throws IOException {
    if (!images.hasNext()) {
      return Collections.emptyIterator();
    }
    TaskExtractor network = TaskExtractor.of(model.value(), layer);
    return new Iterator<>() {
      private Iterator<ExtractedImage> batch = Collections.emptyIterator();

      @Override
      public boolean hasNext() {
        while (!batch.hasNext() && images.hasNext()) {
          batch = extract(images, network).iterator();
        }
        return batch.hasNext();
      }

      @Override
      public ExtractedImage next() {
        if (!hasNext()) {
          throw new NoSuchElementException("features");
        }
        return batch.next();
      }
    };
  }

  private List<ExtractedImage> extract(Iterator<CataloguedImage> images, TaskExtractor network) {
    List<LabeledImage> read = new ArrayList<>(TaskExtractor.BATCH);
    while (images.hasNext() && read.size() < TaskExtractor.BATCH) {
      readable(images.next(), network).ifPresent(read::add);
    }
    float[][] features =
        network.features(read.stream().map(LabeledImage::unitPixels).toArray(float[][]::new));
    List<ExtractedImage> extracted = new ArrayList<>(features.length);
    for (int i = 0; i < features.length; i++) {
      extracted.add(
          new ExtractedImage(
              read.get(i).id(),
              read.get(i).label(),
              features[i],
              projection.value().project(features[i])));
    }
    return extracted;
  }

  /** The picture as an image; none where it is unreadable or gone, which is counted. */
  private Optional<LabeledImage> readable(CataloguedImage picture, TaskExtractor network) {
    try {
      ImageRow row =
          ImageFolderReader.picture(
              files, picture.path(), picture.label(), picture.id(), network.input(), sizePolicy);
      counters.add(row);
      return row instanceof LabeledImage image ? Optional.of(image) : Optional.empty();
    } catch (IOException e) {
      if (isThere(picture)) {
        throw new UncheckedIOException(e);
      }
      counters.addGone(picture.path());
      return Optional.empty();
    }
  }

  private boolean isThere(CataloguedImage picture) {
    try {
      return files.exists(picture.path());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
