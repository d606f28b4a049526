package io.retrievaldefense.ml;

import io.retrievaldefense.cnn.FeatureLayer;
import io.retrievaldefense.executor.TaskExtractor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Rows with pixels to the same rows with h at their end, a batch at a time. */
final class FeatureRows implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  private static final float PIXEL_RANGE = 255f;

  private final Broadcast<byte[]> model;
  private final FeatureLayer layer;
  private final int column;

  FeatureRows(Broadcast<byte[]> model, FeatureLayer layer, int column) {
    this.model = model;
    this.layer = layer;
    this.column = column;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> images) throws IOException {
    if (!images.hasNext()) {
      return Collections.emptyIterator();
    }
    TaskExtractor network = TaskExtractor.of(model.value(), layer);
    int pixels = network.input().length();
    return new Iterator<>() {
      private Iterator<Row> batch = Collections.emptyIterator();

      @Override
      public boolean hasNext() {
        return batch.hasNext() || images.hasNext();
      }

      @Override
      public Row next() {
        if (!hasNext()) {
          throw new NoSuchElementException("features");
        }
        if (!batch.hasNext()) {
          batch = extract(images, network, pixels).iterator();
        }
        return batch.next();
      }
    };
  }

  private List<Row> extract(Iterator<Row> images, TaskExtractor network, int pixels) {
    List<Row> rows = new ArrayList<>(TaskExtractor.BATCH);
    List<float[]> inputs = new ArrayList<>(TaskExtractor.BATCH);
    while (images.hasNext() && rows.size() < TaskExtractor.BATCH) {
      Row row = images.next();
      rows.add(row);
      inputs.add(unit(row.getAs(column), pixels));
    }
    float[][] features = network.features(inputs.toArray(float[][]::new));
    List<Row> extracted = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      Object[] values = new Object[rows.get(i).size() + 1];
      for (int field = 0; field < values.length - 1; field++) {
        values[field] = rows.get(i).get(field);
      }
      values[values.length - 1] = Columns.vector(features[i]);
      extracted.add(RowFactory.create(values));
    }
    return extracted;
  }

  private static float[] unit(byte[] bytes, int pixels) {
    if (bytes == null || bytes.length != pixels) {
      throw new IllegalArgumentException(
          "pixels must be "
              + pixels
              + " bytes, the network's input: "
              + (bytes == null ? "null" : Integer.toString(bytes.length)));
    }
    float[] unit = new float[pixels];
    for (int i = 0; i < pixels; i++) {
      unit[i] = (bytes[i] & 0xff) / PIXEL_RANGE;
    }
    return unit;
  }
}
