package io.retrievaldefense.config;

import com.typesafe.config.Config;
import java.util.List;

/**
 * The convolutional network that is the baseline and computes the feature h. The softmax layer over
 * the classes is implied.
 *
 * @param trainer what trains it
 * @param workers parts that {@code trainer = spark} divides the training images in
 * @param averagingFrequency steps of a worker between two averages, for {@code trainer = spark}
 * @param learning what it learns its features by
 * @param layers hidden layers, first to last
 * @param feature which activations are h
 * @param dropout share of the last hidden layer's outputs that training sets to zero
 * @param epochs passes over the training images, at most
 * @param batchSize images in a training step
 * @param learningRate Adam's step size at its highest
 * @param weightDecay share of each weight taken off per unit of learning rate
 * @param labelSmoothing probability spread over all classes in the training target
 * @param weightAverage decay of the moving average of weights that is kept; 0 keeps the last
 * @param patience epochs without a better validation accuracy before training stops
 * @param flip whether training mirrors images at random
 * @param shift pixels by which training moves images at random, at most
 * @param cutout side of the square that training blanks at random, in pixels; 0 for none
 * @param adversarial training on what an attack makes of the images
 * @param attentionTuning further training through attention
 */
public record ExtractorConfig(
    Trainer trainer,
    int workers,
    int averagingFrequency,
    Learning learning,
    List<LayerSpec> layers,
    Feature feature,
    double dropout,
    int epochs,
    int batchSize,
    double learningRate,
    double weightDecay,
    double labelSmoothing,
    double weightAverage,
    int patience,
    boolean flip,
    int shift,
    int cutout,
    AdversarialConfig adversarial,
    AttentionTuningConfig attentionTuning) {

  /** What trains the network. */
  public enum Trainer {
    /** The driver, on all its cores. */
    DRIVER,
    /** The executors, with averages of their parameters. */
    SPARK
  }

  /** What the network learns its features by. */
  public enum Learning {
    /** The classes. */
    SUPERVISED,
    /** By how many quarter turns an image was rotated. */
    ROTATIONS,
    /** The pixels themselves, given back by a linear layer. */
    AUTOENCODER,
    /** Which two views of a batch are of one image. */
    CONTRASTIVE
  }

  /** Which activations are the feature h. */
  public enum Feature {
    /** The last hidden layer's. */
    PENULTIMATE,
    /** The last convolution's or pool's, flattened. */
    CONVOLUTIONAL,
    /** The last hidden layer's, and the last convolution's or pool's means over positions. */
    MULTI_LAYER
  }

  static final ConfigKey<Trainer> TRAINER =
      ConfigKey.choice(
          "extractor.trainer",
          Trainer.class,
          "driver: one machine; spark: executors, which average their parameters");
  static final ConfigKey<Integer> WORKERS =
      ConfigKey.integer(
          "extractor.workers", 1, 10_000, "parts of the training images, with trainer spark");
  static final ConfigKey<Integer> AVERAGING_FREQUENCY =
      ConfigKey.integer(
          "extractor.averaging-frequency",
          1,
          10_000,
          "steps of a worker between averages, with trainer spark");
  static final ConfigKey<Learning> LEARNING =
      ConfigKey.choice(
          "extractor.learning",
          Learning.class,
          "what features are learned by; without classes, softmax regression on them is the"
              + " extractor's own classifier");
  static final ConfigKey<List<LayerSpec>> LAYERS =
      ConfigKey.list(
          "extractor.layers",
          1,
          LayerSpec.KIND,
          "hidden layers: 3x3 convolution with ReLU, 2x2 max pool, dense with ReLU");
  static final ConfigKey<Feature> FEATURE =
      ConfigKey.choice("extractor.feature", Feature.class, "which activations are h");
  static final ConfigKey<Double> DROPOUT =
      ConfigKey.number(
          "extractor.dropout", Interval.below(0, 1), "dropout before the softmax layer");
  static final ConfigKey<Integer> EPOCHS =
      ConfigKey.integer("extractor.epochs", 1, 10_000, "passes over the training images, at most");
  static final ConfigKey<Integer> BATCH_SIZE =
      ConfigKey.integer("extractor.batch-size", 1, 65_536, "images in a training step");
  static final ConfigKey<Double> LEARNING_RATE =
      ConfigKey.number(
          "extractor.learning-rate", Interval.above(0, 1), "Adam's step size at its highest");
  static final ConfigKey<Double> WEIGHT_DECAY =
      ConfigKey.number("extractor.weight-decay", Interval.closed(0, 1), "decoupled weight decay");
  static final ConfigKey<Double> LABEL_SMOOTHING =
      ConfigKey.number(
          "extractor.label-smoothing",
          Interval.below(0, 1),
          "probability spread over the classes in the target");
  static final ConfigKey<Double> WEIGHT_AVERAGE =
      ConfigKey.number(
          "extractor.weight-average",
          Interval.below(0, 1),
          "decay of the moving average of weights that is kept; 0 for none");
  static final ConfigKey<Integer> PATIENCE =
      ConfigKey.integer(
          "extractor.patience", 1, 10_000, "epochs without a better validation before stopping");
  static final ConfigKey<Boolean> FLIP =
      ConfigKey.flag("extractor.flip", "mirror training images at random");
  static final ConfigKey<Integer> SHIFT =
      ConfigKey.integer("extractor.shift", 0, 64, "move training images by up to so many pixels");
  static final ConfigKey<Integer> CUTOUT =
      ConfigKey.integer(
          "extractor.cutout", 0, 256, "side of a square blanked at random, in pixels; 0 for none");

  static final List<ConfigKey<?>> KEYS =
      List.of(
          TRAINER,
          WORKERS,
          AVERAGING_FREQUENCY,
          LEARNING,
          LAYERS,
          FEATURE,
          DROPOUT,
          EPOCHS,
          BATCH_SIZE,
          LEARNING_RATE,
          WEIGHT_DECAY,
          LABEL_SMOOTHING,
          WEIGHT_AVERAGE,
          PATIENCE,
          FLIP,
          SHIFT,
          CUTOUT);

  /** Checks every value, and that the layers stand in an order that has a feature. */
  public ExtractorConfig {
    layers = List.copyOf(LAYERS.check(layers));
    WORKERS.check(workers);
    AVERAGING_FREQUENCY.check(averagingFrequency);
    DROPOUT.check(dropout);
    EPOCHS.check(epochs);
    BATCH_SIZE.check(batchSize);
    LEARNING_RATE.check(learningRate);
    WEIGHT_DECAY.check(weightDecay);
    LABEL_SMOOTHING.check(labelSmoothing);
    WEIGHT_AVERAGE.check(weightAverage);
    PATIENCE.check(patience);
    SHIFT.check(shift);
    CUTOUT.check(cutout);
    if (trainer == Trainer.SPARK && adversarial.isOn()) {
      throw new ConfigException(
          "extractor.adversarial.steps must be 0 if extractor.trainer is spark: "
              + adversarial.steps());
    }
    if (attentionTuning.isOn() && (trainer == Trainer.SPARK || adversarial.isOn())) {
      throw new ConfigException(
          "extractor.attention-tuning.epochs must be 0 with extractor.trainer spark or adversarial"
              + " training: "
              + attentionTuning.epochs());
    }
    boolean isPlain = trainer == Trainer.DRIVER && !adversarial.isOn();
    if (learning != Learning.SUPERVISED && !isPlain) {
      throw new ConfigException(
          "extractor.learning must be supervised with extractor.trainer spark or adversarial"
              + " training: "
              + LEARNING.kind().show(learning));
    }
    if (learning == Learning.CONTRASTIVE && (batchSize < 4 || batchSize % 2 != 0)) {
      throw new ConfigException(
          "extractor.batch-size must be an even number of at least 4 if extractor.learning is"
              + " contrastive: "
              + batchSize);
    }
    LayerSpec.requireOrder(LAYERS, layers);
  }

  static ExtractorConfig read(Config config) {
    return new ExtractorConfig(
        TRAINER.read(config),
        WORKERS.read(config),
        AVERAGING_FREQUENCY.read(config),
        LEARNING.read(config),
        LAYERS.read(config),
        FEATURE.read(config),
        DROPOUT.read(config),
        EPOCHS.read(config),
        BATCH_SIZE.read(config),
        LEARNING_RATE.read(config),
        WEIGHT_DECAY.read(config),
        LABEL_SMOOTHING.read(config),
        WEIGHT_AVERAGE.read(config),
        PATIENCE.read(config),
        FLIP.read(config),
        SHIFT.read(config),
        CUTOUT.read(config),
        AdversarialConfig.read(config),
        AttentionTuningConfig.read(config));
  }
}
