package io.retrievaldefense.config;

import com.typesafe.config.Config;
import java.util.List;

/**
 * The attention over the retrieved set and the fully connected head (paper, section 2).
 *
 * @param neighbors sizes N of the retrieved set, a classifier for each
 * @param hidden outputs of the head's hidden layers, first to last; none is a softmax layer alone
 * @param input what the head is given
 * @param start what the head starts as
 * @param attentionStart multiple of the identity that U starts as
 * @param epochs passes over the training set, at most
 * @param batchSize examples in a training step
 * @param learningRate Adam's step size
 * @param weightDecay decoupled weight decay
 * @param dropout dropout after each hidden layer
 * @param patience epochs without a better validation accuracy before training stops
 * @param queries what is learned from
 * @param attention what is learned beyond the paper's
 */
public record ClassifierConfig(
    List<Integer> neighbors,
    List<Integer> hidden,
    LayerInput input,
    Start start,
    double attentionStart,
    int epochs,
    int batchSize,
    double learningRate,
    double weightDecay,
    double dropout,
    int patience,
    TrainingQueriesConfig queries,
    AttentionConfig attention) {

  /** What the fully connected layers are given. */
  public enum LayerInput {
    /** The summary of what is retrieved. */
    SUMMARY,
    /** The feature h itself: a control without retrieval. */
    FEATURE,
    /** The summary and the feature: retrieval, and a way around it. */
    BOTH
  }

  /** What the fully connected layers are before they are trained. */
  public enum Start {
    /** Random. */
    RANDOM,
    /** The extractor's own classifier of h, from which they learn on. */
    EXTRACTOR
  }

  static final ConfigKey<List<Integer>> NEIGHBORS =
      ConfigKey.list(
          "classifier.neighbors",
          1,
          NumberKinds.integer(1, 10_000),
          "sizes N of the retrieved set; a classifier is trained for each");
  static final ConfigKey<List<Integer>> HIDDEN =
      ConfigKey.list(
          "classifier.hidden",
          0,
          NumberKinds.integer(1, 65_536),
          "outputs of the head's hidden layers");
  static final ConfigKey<LayerInput> INPUT =
      ConfigKey.choice(
          "classifier.input",
          LayerInput.class,
          "what the head is given: h-bar and y-bar, as a control without retrieval h itself, or all"
              + " three");
  static final ConfigKey<Start> START =
      ConfigKey.choice(
          "classifier.start",
          Start.class,
          "what the head is before it is trained: random, or, given h, the extractor's own"
              + " classifier");
  static final ConfigKey<Double> ATTENTION_START =
      ConfigKey.number(
          "classifier.attention-start",
          Interval.closed(0, 1000),
          "multiple of the identity that U starts as, for features of unit norm;"
              + " the larger, the sharper attention and the smaller its gradient");
  static final ConfigKey<Integer> EPOCHS =
      ConfigKey.integer("classifier.epochs", 1, 10_000, "passes over the training set, at most");
  static final ConfigKey<Integer> BATCH_SIZE =
      ConfigKey.integer("classifier.batch-size", 1, 65_536, "examples in a training step");
  static final ConfigKey<Double> LEARNING_RATE =
      ConfigKey.number("classifier.learning-rate", Interval.above(0, 1), "Adam's step size");
  static final ConfigKey<Double> WEIGHT_DECAY =
      ConfigKey.number("classifier.weight-decay", Interval.closed(0, 1), "decoupled weight decay");
  static final ConfigKey<Double> DROPOUT =
      ConfigKey.number(
          "classifier.dropout", Interval.below(0, 1), "dropout after each hidden layer");
  static final ConfigKey<Integer> PATIENCE =
      ConfigKey.integer(
          "classifier.patience", 1, 10_000, "epochs without a better validation before stopping");

  static final List<ConfigKey<?>> KEYS =
      List.of(
          NEIGHBORS,
          HIDDEN,
          INPUT,
          START,
          ATTENTION_START,
          EPOCHS,
          BATCH_SIZE,
          LEARNING_RATE,
          WEIGHT_DECAY,
          DROPOUT,
          PATIENCE);

  /** Checks every value. */
  public ClassifierConfig {
    neighbors = List.copyOf(NEIGHBORS.check(neighbors));
    hidden = List.copyOf(HIDDEN.check(hidden));
    ATTENTION_START.check(attentionStart);
    EPOCHS.check(epochs);
    BATCH_SIZE.check(batchSize);
    LEARNING_RATE.check(learningRate);
    WEIGHT_DECAY.check(weightDecay);
    DROPOUT.check(dropout);
    PATIENCE.check(patience);
    ListKind.requireDistinct(NEIGHBORS, neighbors);
    if (input != LayerInput.SUMMARY && attention.localMixup() > 0) {
      throw new ConfigException(
          "classifier.local-mixup must be 0 if classifier.input is %s: %s"
              .formatted(
                  INPUT.kind().show(input),
                  AttentionConfig.LOCAL_MIXUP.kind().show(attention.localMixup())));
    }
    if (start == Start.EXTRACTOR) {
      if (input == LayerInput.SUMMARY) {
        throw new ConfigException(
            "classifier.input must be feature or both if classifier.start is extractor: "
                + INPUT.kind().show(input));
      }
      if (attention.valueLength() > 0) {
        throw new ConfigException(
            "classifier.value-length must be 0 if classifier.start is extractor: "
                + AttentionConfig.VALUE_LENGTH.kind().show(attention.valueLength()));
      }
    }
    if (attention.keyLength() > 0 && attentionStart == 0) {
      // Q = K = 0 has no gradient, in either.
      throw new ConfigException(
          "classifier.attention-start must be positive if classifier.key-length is: "
              + ATTENTION_START.kind().show(attentionStart));
    }
  }

  /** Whether what is retrieved has a part in the answer. */
  public boolean isByRetrieval() {
    return input != LayerInput.FEATURE;
  }

  /** Whether the neighbours' labels have a part in the answer. */
  public boolean isByLabels() {
    return isByRetrieval() && attention.labels();
  }

  static ClassifierConfig read(Config config) {
    return new ClassifierConfig(
        NEIGHBORS.read(config),
        HIDDEN.read(config),
        INPUT.read(config),
        START.read(config),
        ATTENTION_START.read(config),
        EPOCHS.read(config),
        BATCH_SIZE.read(config),
        LEARNING_RATE.read(config),
        WEIGHT_DECAY.read(config),
        DROPOUT.read(config),
        PATIENCE.read(config),
        TrainingQueriesConfig.read(config),
        AttentionConfig.read(config));
  }
}
