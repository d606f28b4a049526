package io.retrievaldefense.classifier;

import io.retrievaldefense.cnn.LogitLayer;
import io.retrievaldefense.images.EpochOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Trains U and the fully connected layers by Adam on the cross-entropy of the logits, the extractor
 * and the index held fixed, and keeps the epoch that is best on the validation examples. Single
 * threaded and in double precision: the same seed gives the same parameters anywhere.
 */
public final class SummaryTrainer {

  /** What one epoch came to. */
  public record Epoch(int number, double trainingLoss, double validationAccuracy) {}

  /** A trained model with its validation accuracy in [0, 1] and one entry per epoch run. */
  public record Trained(SummaryModel model, double validationAccuracy, List<Epoch> history) {}

  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final SummaryTrainingOptions options;
  private final Optional<LogitLayer> start;

  /** Of layers that start at random. */
  public SummaryTrainer(SummaryTrainingOptions options) {
    this(options, Optional.empty());
  }

  /**
   * Of layers that start as a linear classifier of h. The start itself is no epoch that may be
   * kept: validation examples that were crafted on it would judge it by a white box and all others
   * by transfer.
   */
  public SummaryTrainer(SummaryTrainingOptions options, LogitLayer start) {
    this(options, Optional.of(start));
  }

  private SummaryTrainer(SummaryTrainingOptions options, Optional<LogitLayer> start) {
    this.options = options;
    this.start = start;
  }

  /**
   * @param neighbors N
   * @throws IllegalArgumentException if either set is empty, or local mixup is asked for of layers
   *     that are given h, which a mixture has none of; or the layers cannot start as is asked for
   */
  public Trained train(
      SummaryShape shape,
      int neighbors,
      RetrievedExamples training,
      RetrievedExamples validation,
      Consumer<Epoch> progress) {
    requireNotEmpty("training", training);
    requireNotEmpty("validation", validation);
    if (options.attention().localMixup() > 0 && shape.input() != LayerInput.SUMMARY) {
      throw new IllegalArgumentException(
          "layers' input must be the summary alone for local mixup: " + shape.input());
    }
    if (start.isPresent() && options.attention().valueLength() > 0) {
      // Values start at random, and so would the units that carry the logits.
      throw new IllegalArgumentException(
          "value length must be 0 for layers that start as a linear classifier: "
              + options.attention().valueLength());
    }
    double scale = rootMeanSquareNorm(training);
    double[] parameters =
        SummaryModel.initialParameters(shape, options.attentionStart(), options.seed());
    start.ifPresent(layer -> LinearStart.write(layer, shape, scale, parameters));
    Parameterization learning = parameterization(shape, parameters);
    if (options.attention().labels() == AttentionOptions.Labels.HIDDEN) {
      learning = new HiddenLabels(shape, learning);
    }
    SummaryClassifier classifier = new SummaryClassifier(shape, scale, parameters);
    Adam adam = new Adam(learning, parameters.length);
    SplittableRandom random = new SplittableRandom(options.seed());
    // Of its own, so that without mixup nothing is drawn otherwise.
    SplittableRandom mixupRandom = new SplittableRandom(~options.seed());
    int steps = (training.size() + options.batch() - 1) / options.batch();
    List<Epoch> history = new ArrayList<>();
    float[] best = null;
    double bestAccuracy = -1;
    int bestEpoch = 0;
    for (int epoch = 1; epoch <= options.epochs(); epoch++) {
      int[] order = EpochOrder.of(training.size(), random);
      double loss = 0;
      for (int s = 0; s < steps; s++) {
        double progressed = ((epoch - 1.0) * steps + s) / ((double) options.epochs() * steps);
        double rate = options.learningRate() * 0.5 * (1 + Math.cos(Math.PI * progressed));
        int from = s * options.batch();
        int to = Math.min(order.length, from + options.batch());
        loss +=
            step(
                classifier,
                training,
                Arrays.copyOfRange(order, from, to),
                neighbors,
                adam,
                rate,
                random,
                mixupRandom);
      }
      double accuracy = accuracy(classifier, validation, neighbors);
      Epoch result = new Epoch(epoch, loss / training.size(), accuracy);
      history.add(result);
      progress.accept(result);
      if (accuracy > bestAccuracy) {
        bestAccuracy = accuracy;
        bestEpoch = epoch;
        best = FloatArrays.narrowed(parameters);
      } else if (epoch - bestEpoch >= options.patience()) {
        break;
      }
    }
    return new Trained(new SummaryModel(shape, neighbors, scale, best), bestAccuracy, history);
  }

  /**
   * Share in [0, 1] of examples whose largest logit is at their label, each given the model's N.
   */
  public static double accuracy(SummaryModel model, RetrievedExamples examples) {
    return accuracy(new SummaryClassifier(model), examples, model.neighbors());
  }

  static double accuracy(SummaryClassifier classifier, RetrievedExamples examples, int neighbors) {
    int correct = 0;
    for (int i = 0; i < examples.size(); i++) {
      double[] logits =
          classifier.evaluate(examples.feature(i), examples.retrieved(i, neighbors)).logits();
      correct += Softmax.largest(logits) == examples.label(i) ? 1 : 0;
    }
    return (double) correct / examples.size();
  }

  private double step(
      SummaryClassifier classifier,
      RetrievedExamples training,
      int[] batch,
      int neighbors,
      Adam adam,
      double rate,
      SplittableRandom random,
      SplittableRandom mixupRandom) {
    Arrays.fill(adam.gradient, 0);
    double mixup = options.attention().localMixup();
    double loss = 0;
    for (int example : batch) {
      Retrieved retrieved = training.retrieved(example, neighbors);
      SummaryClassifier.Evaluation evaluation =
          classifier.evaluateForTraining(
              training.feature(example), retrieved, options.dropout(), random);
      int label = training.label(example);
      loss += (1 - mixup) * Softmax.crossEntropy(evaluation.logits(), label);
      classifier.addParameterGradient(
          evaluation,
          Softmax.crossEntropyGradient(evaluation.logits(), label, (1 - mixup) / batch.length),
          adam.gradient);
      if (mixup > 0 && retrieved.size() > 0) {
        double share = mixup / batch.length;
        loss += mixup * mixed(classifier, retrieved, share, adam.gradient, mixupRandom);
      }
    }
    adam.step(rate, options.weightDecay());
    return loss;
  }

  /** The loss of local mixup; adds its gradient, times a share. */
  private double mixed(
      SummaryClassifier classifier,
      Retrieved retrieved,
      double share,
      double[] gradient,
      SplittableRandom random) {
    double[] weights = LocalMixup.weights(retrieved.size(), random);
    FullyConnected.Applied mixture =
        classifier.evaluateMixture(retrieved, weights, options.dropout(), random);
    double[] target = LocalMixup.target(weights, retrieved.labels(), mixture.logits().length);
    classifier.addMixtureGradient(
        mixture, Softmax.crossEntropyGradient(mixture.logits(), target, share), gradient);
    return Softmax.crossEntropy(mixture.logits(), target);
  }

  private Parameterization parameterization(SummaryShape shape, double[] parameters) {
    return options.attention().isUnfactored()
        ? Parameterization.identity(shape, parameters)
        : new FactoredParameters(
            shape, options.attention(), parameters, options.attentionStart(), ~options.seed());
  }

  /** Adam with decoupled weight decay (Loshchilov and Hutter 2019). */
  private static final class Adam {
    private final Parameterization learning;
    private final double[] parameters;
    // With respect to the model's parameters; the learned ones may be others.
    private final double[] gradient;
    private final double[] first;
    private final double[] second;
    private final int decayFrom;
    private int steps;

    Adam(Parameterization learning, int modelParameters) {
      this.learning = learning;
      parameters = learning.learned();
      decayFrom = learning.decayFrom();
      gradient = new double[modelParameters];
      first = new double[parameters.length];
      second = new double[parameters.length];
    }

    void step(double rate, double weightDecay) {
      steps++;
      double correction1 = 1 - Math.pow(BETA1, steps);
      double correction2 = 1 - Math.pow(BETA2, steps);
      double[] learnedGradient = learning.pullBack(gradient);
      for (int i = 0; i < parameters.length; i++) {
        double g = learnedGradient[i];
        first[i] = BETA1 * first[i] + (1 - BETA1) * g;
        second[i] = BETA2 * second[i] + (1 - BETA2) * g * g;
        double direction = first[i] / correction1 / (Math.sqrt(second[i] / correction2) + EPSILON);
        parameters[i] -= rate * direction;
      }
      for (int i = decayFrom; i < parameters.length; i++) {
        parameters[i] -= rate * weightDecay * parameters[i];
      }
      learning.expand();
    }
  }

  private static double rootMeanSquareNorm(RetrievedExamples examples) {
    double sum = 0;
    for (int i = 0; i < examples.size(); i++) {
      for (float v : examples.feature(i)) {
        sum += (double) v * v;
      }
    }
    double norm = Math.sqrt(sum / examples.size());
    if (!(norm > 0) || !Double.isFinite(norm)) {
      throw new IllegalArgumentException(
          "training features must have a positive finite norm: " + norm);
    }
    return norm;
  }

  private static void requireNotEmpty(String name, RetrievedExamples examples) {
    if (examples.size() == 0) {
      throw new IllegalArgumentException(name + " examples must not be empty: 0");
    }
  }
}
