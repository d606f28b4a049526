package io.retrievaldefense.training;

import io.retrievaldefense.cnn.CnnAccuracy;
import io.retrievaldefense.cnn.CnnArchitecture;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.cnn.CnnTrainer;
import io.retrievaldefense.cnn.Dl4jNetwork;
import io.retrievaldefense.cnn.Normalization;
import io.retrievaldefense.cnn.TrainingOptions;
import io.retrievaldefense.cnn.TrainingProgress;
import io.retrievaldefense.images.EpochOrder;
import io.retrievaldefense.images.LabeledImage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.dataset.DataSet;
import scala.Tuple2;

/**
 * Trains a network on the executors: each worker takes some steps on its own part of the images,
 * then parameters and the state of Adam are averaged over the workers, and so on (Su and Chen,
 * 2015, as DL4J does it). The weights of the best epoch on the validation images are kept.
 *
 * <p>Right where the images do not fit one machine; with few steps between averages it follows the
 * training of one machine at the price of sending the network that often. No dropout, no weight
 * decay and no averaging over time: those are the single-machine trainer's. The same number of
 * workers gives the same weights up to the order in which they are summed.
 */
public final class ParameterAveragingTrainer {

  private final TrainingOptions options;
  private final int workers;
  private final int averagingFrequency;

  /**
   * @param options epochs, batch of one worker's step, learning rate, augmentation, seed
   * @param workers how many parts the images are divided in, at least 1
   * @param averagingFrequency steps of a worker between averages, at least 1
   */
  public ParameterAveragingTrainer(TrainingOptions options, int workers, int averagingFrequency) {
    if (workers < 1) {
      throw new IllegalArgumentException("workers must be at least 1: " + workers);
    }
    if (averagingFrequency < 1) {
      throw new IllegalArgumentException(
          "averaging frequency must be at least 1: " + averagingFrequency);
    }
    this.options = options;
    this.workers = workers;
    this.averagingFrequency = averagingFrequency;
  }

  /**
   * Trains; the driver sees one partition of the training images at a time.
   *
   * @param training images, ids unique
   * @param validation images, held by the driver
   * @throws IllegalArgumentException if a worker's part does not fill one batch, or there is no
   *     validation image
   */
  public CnnTrainer.Trained train(
      CnnArchitecture architecture,
      JavaRDD<LabeledImage> training,
      List<LabeledImage> validation,
      TrainingProgress progress) {
    if (validation.isEmpty()) {
      throw new IllegalArgumentException("validation images must not be empty: 0");
    }
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(training.context());
    JavaRDD<byte[]> pixels = training.map(LabeledImage::pixels);
    Iterable<byte[]> streamed = pixels::toLocalIterator;
    CnnModel initial =
        CnnModel.initialized(
            architecture,
            Normalization.of(streamed, architecture.input().channels()),
            options.seed());
    JavaRDD<LabeledImage> parts = parts(training).persist(StorageLevel.MEMORY_AND_DISK_SER());
    try {
      long smallest =
          parts.mapPartitions(part -> List.of(count(part)).iterator()).collect().stream()
              .mapToLong(n -> n)
              .min()
              .orElse(0);
      if (smallest < options.batch()) {
        throw new IllegalArgumentException(
            "every worker's images must fill a batch of " + options.batch() + ": " + smallest);
      }
      return epochs(spark, initial, parts, validation, progress);
    } finally {
      parts.unpersist();
    }
  }

  /** By id, so that the parts do not depend on how the images are stored. */
  private JavaRDD<LabeledImage> parts(JavaRDD<LabeledImage> training) {
    return training
        .mapToPair(image -> new Tuple2<>(image.id(), image))
        .partitionBy(new HashPartitioner(workers))
        .values();
  }

  /** The parts, each in this epoch's order: by id, a batch of a folder's images is of one class. */
  JavaRDD<LabeledImage> shuffled(JavaRDD<LabeledImage> parts, int epoch) {
    long seed = options.seed();
    return parts
        .mapToPair(
            image ->
                new Tuple2<>(
                    new EpochKey(EpochOrder.place(seed, epoch, image.id()), image.id()), image))
        .repartitionAndSortWithinPartitions(new ByImage(workers))
        .values();
  }

  private static long count(Iterator<LabeledImage> images) {
    long count = 0;
    while (images.hasNext()) {
      images.next();
      count++;
    }
    return count;
  }

  private CnnTrainer.Trained epochs(
      JavaSparkContext spark,
      CnnModel initial,
      JavaRDD<LabeledImage> parts,
      List<LabeledImage> validation,
      TrainingProgress progress) {
    Broadcast<byte[]> shared = spark.broadcast(CnnModelFile.toBytes(initial, Map.of()));
    MultiLayerNetwork network = Dl4jNetwork.of(initial);
    SparkDl4jMultiLayer distributed = new SparkDl4jMultiLayer(spark, network, master());
    long images = parts.count();
    List<TrainingProgress.Epoch> history = new ArrayList<>();
    CnnModel best = initial;
    int bestEpoch = 0;
    double bestAccuracy = -1;
    for (int epoch = 1; epoch <= options.epochs(); epoch++) {
      long start = System.nanoTime();
      distributed.getNetwork().setLearningRate(options.rateAt(epoch - 1, 1));
      JavaRDD<DataSet> batches =
          shuffled(parts, epoch).mapPartitions(new BatchTask(shared, options, epoch));
      MultiLayerNetwork trained = distributed.fit(batches);
      batches.unpersist();
      CnnModel candidate = Dl4jNetwork.model(trained, initial);
      double accuracy = CnnAccuracy.of(candidate, validation);
      TrainingProgress.Epoch result =
          new TrainingProgress.Epoch(
              epoch,
              options.epochs(),
              distributed.getScore(),
              accuracy,
              (System.nanoTime() - start) / 1e9);
      history.add(result);
      progress.images(epoch * images, options.epochs() * images);
      progress.epoch(result);
      if (accuracy > bestAccuracy) {
        best = candidate;
        bestEpoch = epoch;
        bestAccuracy = accuracy;
      } else if (epoch - bestEpoch >= options.patience()) {
        break;
      }
    }
    shared.destroy();
    return new CnnTrainer.Trained(best, bestEpoch, history);
  }

  private ParameterAveragingTrainingMaster master() {
    return new ParameterAveragingTrainingMaster.Builder(workers, options.batch())
        .batchSizePerWorker(options.batch())
        .averagingFrequency(averagingFrequency)
        .workerPrefetchNumBatches(0)
        .rddTrainingApproach(RDDTrainingApproach.Direct)
        .repartionData(Repartition.NumPartitionsWorkersDiffers)
        .storageLevel(StorageLevel.MEMORY_AND_DISK_SER())
        .rngSeed(options.seed())
        .build();
  }
}
