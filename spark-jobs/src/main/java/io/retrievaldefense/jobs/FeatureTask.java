package io.retrievaldefense.jobs;

import io.retrievaldefense.backend.NativeThreads;
import io.retrievaldefense.features.CnnFeatureExtractor;
import io.retrievaldefense.index.projection.GaussianProjection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.TaskCompletionListener;

/** Images to (id, label, h, h', split), a batch at a time, with the broadcast model. */
final class FeatureTask implements FlatMapFunction<Iterator<Row>, Row> {

  /** Fixed, since the last bit of a feature depends on the size of the batch it is computed in. */
  private static final int BATCH = 64;

  private final Broadcast<ExtractorModel> extractor;
  private final Broadcast<GaussianProjection> projection;
  private final String split;
  private final LongAccumulator extracted;
  private final PeakResident peak;

  FeatureTask(
      Broadcast<ExtractorModel> extractor,
      Broadcast<GaussianProjection> projection,
      Split split,
      LongAccumulator extracted,
      PeakResident peak) {
    this.extractor = extractor;
    this.projection = projection;
    this.split = split.id();
    this.extracted = extracted;
    this.peak = peak;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> images) {
    if (!images.hasNext()) {
      return Collections.emptyIterator();
    }
    // One thread a task: Spark's slots share the cores, and more would fight over them.
    NativeThreads.use(1);
    CnnFeatureExtractor network =
        new CnnFeatureExtractor(extractor.value().model(), extractor.value().layer(), BATCH);
    TaskContext.get()
        .addTaskCompletionListener(
            (TaskCompletionListener)
                context -> {
                  peak.sample();
                  network.close();
                });
    return new Iterator<>() {
      private Iterator<Row> batch = Collections.emptyIterator();

      @Override
      public boolean hasNext() {
        return batch.hasNext() || images.hasNext();
      }

      @Override
      public Row next() {
        if (!batch.hasNext()) {
          if (!images.hasNext()) {
            throw new NoSuchElementException("features");
          }
          batch = extract(images, network).iterator();
        }
        return batch.next();
      }
    };
  }

  private List<Row> extract(Iterator<Row> images, CnnFeatureExtractor network) {
    List<Row> rows = new ArrayList<>(BATCH);
    List<float[]> pixels = new ArrayList<>(BATCH);
    while (images.hasNext() && rows.size() < BATCH) {
      Row row = images.next();
      rows.add(row);
      pixels.add(ImageTable.image(row).unitPixels());
    }
    float[][] features = network.features(pixels.toArray(float[][]::new));
    List<Row> extractedRows = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      extractedRows.add(
          RowFactory.create(
              rows.get(i).getLong(0),
              rows.get(i).getInt(2),
              features[i],
              projection.value().project(features[i]),
              split));
    }
    extracted.add(rows.size());
    return extractedRows;
  }
}
