package io.retrievaldefense.executor;

import io.retrievaldefense.backend.NativeMemory;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.cnn.FeatureLayer;
import io.retrievaldefense.features.CnnFeatureExtractor;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.model.ModelFile;
import java.io.IOException;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/**
 * The network that a Spark task computes features with; the next task of its slot takes it over.
 */
public final class TaskExtractor {

  /** Fixed, since the last bit of a feature depends on the size of the batch it is computed in. */
  public static final int BATCH = 64;

  private static final SlotPool<TaskExtractor> POOL =
      SlotPool.closing(extractor -> extractor.network.close());

  private final CnnFeatureExtractor network;
  private final ImageShape input;

  private TaskExtractor(CnnModel model, FeatureLayer layer) {
    network = NativeMemory.within(() -> new CnnFeatureExtractor(model, layer, BATCH));
    input = model.architecture().input();
  }

  /**
   * The network of a model file, for the Spark task that asks, until it ends. The calling thread
   * computes with one native thread from here on.
   *
   * @param modelFile its bytes
   * @param layer whose activations are h
   * @throws IOException if they are no model
   */
  public static TaskExtractor of(byte[] modelFile, FeatureLayer layer) throws IOException {
    TaskNatives.prepare();
    var lease =
        POOL.take(
            layer + " " + ModelFile.digest(modelFile),
            () -> new TaskExtractor(CnnModelFile.parse(modelFile, "broadcast model"), layer));
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> lease.close());
    return lease.value();
  }

  /** Shape of the images it takes. */
  public ImageShape input() {
    return input;
  }

  /**
   * Features h of images.
   *
   * @param images any number, pixels in [0, 1], order [H, W, C]
   * @return [n, D]
   */
  public float[][] features(float[][] images) {
    return NativeMemory.within(() -> network.features(images));
  }
}
