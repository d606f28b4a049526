package io.retrievaldefense.jobs;

import io.retrievaldefense.images.ImagePart;
import io.retrievaldefense.images.ImageRow;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.images.UnreadableImage;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.TaskCompletionListener;

/**
 * One part of the source and the split of each of its images: all an executor needs to decode it.
 */
record DecodeTask(ImagePart part, byte[] splits) implements Serializable {

  /** The split of images that cannot be decoded; they are kept as rows with a reason. */
  static final String UNREADABLE = "unreadable";

  private static final Split[] SPLITS = Split.values();

  Iterator<Row> rows(LongAccumulator decoded) throws IOException {
    Stream<ImageRow> stream = part.read();
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> stream.close());
    return stream
        .filter(row -> split(row.id()) != SplitAssignment.NONE)
        .map(
            row -> {
              decoded.add(1);
              return row(row);
            })
        .iterator();
  }

  private byte split(long id) {
    return splits[(int) (id - part.firstId())];
  }

  private Row row(ImageRow row) {
    if (row instanceof LabeledImage image) {
      return RowFactory.create(
          image.id(),
          image.name(),
          image.label(),
          image.pixels(),
          null,
          SPLITS[split(image.id())].id());
    }
    UnreadableImage bad = (UnreadableImage) row;
    return RowFactory.create(bad.id(), bad.name(), -1, null, bad.reason(), UNREADABLE);
  }
}
