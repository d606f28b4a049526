package io.retrievaldefense.jobs;

import io.retrievaldefense.executor.TaskExtractor;
import io.retrievaldefense.index.projection.GaussianProjection;
import java.io.IOException;
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
  public Iterator<Row> call(Iterator<Row> images) throws IOException {
    if (!images.hasNext()) {
      return Collections.emptyIterator();
    }
    TaskExtractor network = TaskExtractor.of(extractor.value().bytes(), extractor.value().layer());
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> peak.sample());
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

  private List<Row> extract(Iterator<Row> images, TaskExtractor network) {
    List<Row> rows = new ArrayList<>(TaskExtractor.BATCH);
    List<float[]> pixels = new ArrayList<>(TaskExtractor.BATCH);
    while (images.hasNext() && rows.size() < TaskExtractor.BATCH) {
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
