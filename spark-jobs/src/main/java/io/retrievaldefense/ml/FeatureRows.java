package io.retrievaldefense.ml;

import io.retrievaldefense.cnn.FeatureLayer;
import io.retrievaldefense.executor.FeatureBatches;
import io.retrievaldefense.executor.TaskExtractor;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;

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
    return new FeatureBatches<>(
        images,
        network,
        rows -> rows.stream().map(row -> unit(row.getAs(column), pixels)).toArray(float[][]::new),
        (row, feature) -> Columns.append(row, Columns.vector(feature)));
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
