package io.retrievaldefense.cnn;

import io.retrievaldefense.images.EpochOrder;
import io.retrievaldefense.images.LabeledImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Trains a network by stochastic gradient descent on the cross-entropy of its logits and keeps the
 * weights of the best epoch on the validation images.
 *
 * <p>The same seed and number of native threads give the same weights.
 */
public final class CnnTrainer {

  /**
   * A trained network and how it got there.
   *
   * @param model the weights of the best epoch
   * @param bestEpoch its number, from 1
   * @param history one entry per epoch run
   */
  public record Trained(CnnModel model, int bestEpoch, List<TrainingProgress.Epoch> history) {}

  private final TrainingOptions options;

  public CnnTrainer(TrainingOptions options) {
    this.options = options;
  }

  /**
   * @throws IllegalArgumentException if there are fewer training images than one batch or no
   *     validation image
   */
  public Trained train(
      CnnArchitecture architecture,
      List<LabeledImage> training,
      List<LabeledImage> validation,
      TrainingProgress progress) {
    return train(architecture, training, validation, Optional.empty(), progress);
  }

  /**
   * As {@link #train(CnnArchitecture, List, List, TrainingProgress)}, on adversarial images.
   *
   * @param adversarial how, if at all
   * @throws IllegalArgumentException if there are fewer training images than one batch or no
   *     validation image
   */
  public Trained train(
      CnnArchitecture architecture,
      List<LabeledImage> training,
      List<LabeledImage> validation,
      Optional<AdversarialTraining> adversarial,
      TrainingProgress progress) {
    TrainingChecks.requireImages(options, training, validation);
    Normalization normalization =
        Normalization.of(
            () -> training.stream().map(LabeledImage::pixels).iterator(),
            architecture.input().channels());
    CnnModel model = CnnModel.initialized(architecture, normalization, options.seed());
    try (TrainingStep step = new TrainingStep(model, options)) {
      return new Run(model, step, training, validation, adversarial, progress).train();
    }
  }

  /** The state of one training. */
  private final class Run {
    private final CnnModel initial;
    private final List<LabeledImage> training;
    private final List<LabeledImage> validation;
    private final TrainingProgress progress;
    private final TrainingStep trainingStep;
    private final WeightAverage average;
    private final SplittableRandom random;
    private final Optional<AdversarialTraining> adversarial;
    // Of its own, so that without attacks nothing is drawn otherwise.
    private final SplittableRandom attackRandom;
    private final int stepsPerEpoch;
    private final float[][] pixels;
    private final int[] labels;
    private long step;

    Run(
        CnnModel initial,
        TrainingStep trainingStep,
        List<LabeledImage> training,
        List<LabeledImage> validation,
        Optional<AdversarialTraining> adversarial,
        TrainingProgress progress) {
      this.adversarial = adversarial;
      attackRandom = new SplittableRandom(~options.seed());
      this.initial = initial;
      this.training = training;
      this.validation = validation;
      this.progress = progress;
      this.trainingStep = trainingStep;
      average = new WeightAverage(initial.parameters(), options.weightAverage());
      random = new SplittableRandom(options.seed());
      // An incomplete last batch is left out; the order differs in every epoch.
      stepsPerEpoch = training.size() / options.batch();
      pixels = new float[options.batch()][initial.architecture().input().length()];
      labels = new int[options.batch()];
    }

    Trained train() {
      List<TrainingProgress.Epoch> history = new ArrayList<>();
      double best = -1;
      int bestEpoch = 0;
      float[] bestParameters = null;
      for (int epoch = 1; epoch <= options.epochs(); epoch++) {
        long start = System.nanoTime();
        double loss = epoch();
        CnnModel candidate = candidate();
        double accuracy = accuracy(candidate);
        TrainingProgress.Epoch result =
            new TrainingProgress.Epoch(
                epoch, options.epochs(), loss, accuracy, (System.nanoTime() - start) / 1e9);
        history.add(result);
        progress.epoch(result);
        if (accuracy > best) {
          best = accuracy;
          bestEpoch = epoch;
          bestParameters = candidate.parameters();
        } else if (epoch - bestEpoch >= options.patience()) {
          break;
        }
      }
      CnnModel model =
          new CnnModel(initial.architecture(), initial.normalization(), bestParameters);
      return new Trained(model, bestEpoch, history);
    }

    /** Under the attack that is trained against, where there is one, from the same starts. */
    private double accuracy(CnnModel candidate) {
      return adversarial
          .map(a -> CnnAccuracy.under(a.attack(), candidate, validation, options.seed()))
          .orElseGet(() -> CnnAccuracy.of(candidate, validation));
    }

    private float[][] attacked(float[][] images) {
      return adversarial
          .map(
              a ->
                  a.attack()
                      .perturb(
                          images,
                          labels,
                          trainingStep::inputGradient,
                          a.strengthAt(step, stepsPerEpoch),
                          attackRandom))
          .orElse(images);
    }

    private double epoch() {
      int[] order = EpochOrder.of(training.size(), random);
      double sum = 0;
      for (int s = 0; s < stepsPerEpoch; s++) {
        sum += step(order, s * options.batch());
        progress.images(
            step * options.batch(), (long) options.epochs() * stepsPerEpoch * options.batch());
      }
      return sum / stepsPerEpoch;
    }

    private double step(int[] order, int from) {
      for (int i = 0; i < labels.length; i++) {
        LabeledImage image = training.get(order[from + i]);
        options
            .augmentation()
            .apply(image.pixels(), initial.architecture().input(), random, pixels[i]);
        labels[i] = image.label();
      }
      trainingStep.forward(attacked(pixels), random);
      double loss = trainingStep.loss(labels);
      TrainingChecks.requireFinite(loss, step, options);
      trainingStep.backward();
      trainingStep.update(options.rateAt(step, stepsPerEpoch));
      step++;
      average.add(trainingStep.parameters());
      return loss;
    }

    private CnnModel candidate() {
      return new CnnModel(initial.architecture(), initial.normalization(), average.values());
    }
  }
}
