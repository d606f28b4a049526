package io.retrievaldefense.jobs;

import io.retrievaldefense.executor.FeatureBatches;
import io.retrievaldefense.executor.TaskExtractor;
import io.retrievaldefense.index.projection.Projection;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
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
  private final Broadcast<Projection> projection;
  private final String split;
  private final LongAccumulator extracted;
  private final PeakResident peak;

  FeatureTask(
      Broadcast<ExtractorModel> extractor,
      Broadcast<Projection> projection,
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
    return new FeatureBatches<>(images, network, ImageTable::unitPixels, this::result);
  }

  private Row result(Row image, float[] feature) {
    extracted.add(1);
    return RowFactory.create(
        image.getLong(0), image.getInt(2), feature, projection.value().project(feature), split);
  }
}
