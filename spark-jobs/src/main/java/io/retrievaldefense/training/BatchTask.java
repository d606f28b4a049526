package io.retrievaldefense.training;

import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.cnn.Dl4jBatch;
import io.retrievaldefense.cnn.TrainingOptions;
import io.retrievaldefense.executor.TaskNatives;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.model.ModelFormatException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.nd4j.linalg.dataset.DataSet;

/** The images of a partition as batches of one epoch; an incomplete last batch is left out. */
record BatchTask(Broadcast<byte[]> initial, TrainingOptions options, int epoch)
    implements FlatMapFunction<Iterator<LabeledImage>, DataSet> {

  @Override
  public Iterator<DataSet> call(Iterator<LabeledImage> images) throws ModelFormatException {
    TaskNatives.prepare();
    CnnModel model = CnnModelFile.parse(initial.value(), "broadcast model");
    return new Iterator<>() {
      private List<LabeledImage> batch = fill();

      private List<LabeledImage> fill() {
        List<LabeledImage> filled = new ArrayList<>(options.batch());
        while (images.hasNext() && filled.size() < options.batch()) {
          filled.add(images.next());
        }
        return filled;
      }

      @Override
      public boolean hasNext() {
        return batch.size() == options.batch();
      }

      @Override
      public DataSet next() {
        if (!hasNext()) {
          throw new NoSuchElementException("batch");
        }
        DataSet made = Dl4jBatch.of(batch, model, options, epoch);
        batch = fill();
        return made;
      }
    };
  }
}
