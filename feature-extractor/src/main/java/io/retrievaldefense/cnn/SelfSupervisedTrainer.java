package io.retrievaldefense.cnn;

import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.LabeledImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Trains the hidden layers of a network without classes, as an autoencoder or by contrast; the
 * epoch is kept that solves the task best on the validation images.
 */
public final class SelfSupervisedTrainer {
  private final TrainingOptions options;
  private final SelfSupervision task;

  private SelfSupervisedTrainer(TrainingOptions options, SelfSupervision task) {
    this.options = options;
    this.task = task;
  }

  /**
   * What the last hidden layer says must be enough for a linear layer to give the pixels back.
   *
   * @param options label smoothing and averages of weights do not apply
   */
  public static SelfSupervisedTrainer autoencoder(TrainingOptions options) {
    return new SelfSupervisedTrainer(options, new Reconstruction(options.augmentation()));
  }

  /**
   * Two views of an image must be told to be of one, among all views of a batch (Chen et al. 2020).
   *
   * @param options label smoothing and averages of weights do not apply; of the augmentation only
   *     whether images may be mirrored; a batch is of views
   * @throws IllegalArgumentException if a batch is not an even number of at least 4
   */
  public static SelfSupervisedTrainer contrastive(TrainingOptions options) {
    if (options.batch() < 4 || options.batch() % 2 != 0) {
      throw new IllegalArgumentException(
          "batch of views must be an even number of at least 4: " + options.batch());
    }
    RandomView view = new RandomView(options.augmentation().flip());
    return new SelfSupervisedTrainer(options, new Contrast(view, ~options.seed()));
  }

  /**
   * @param encoder hidden layers; its classes are not looked at
   * @param training at least a batch
   * @param validation at least one
   * @param progress hears the loss, and how much of the task is solved in place of an accuracy
   * @return a network whose logits are the task's outputs
   * @throws IllegalArgumentException if there are fewer training images than one batch or no
   *     validation image
   */
  public CnnTrainer.Trained train(
      CnnArchitecture encoder,
      List<LabeledImage> training,
      List<LabeledImage> validation,
      TrainingProgress progress) {
    TrainingChecks.requireImages(options, training, validation);
    ImageShape shape = encoder.input();
    Normalization normalization =
        Normalization.of(
            () -> training.stream().map(LabeledImage::pixels).iterator(), shape.channels());
    CnnArchitecture architecture =
        new CnnArchitecture(shape, encoder.layers(), task.outputs(shape));
    CnnModel initial = CnnModel.initialized(architecture, normalization, options.seed());
    try (TrainingStep step = new TrainingStep(initial, options)) {
      return new Run(initial, step).train(training, validation, progress);
    }
  }

  /** The state of one training. */
  private final class Run {
    private final CnnModel initial;
    private final ImageShape shape;
    private final TrainingStep trainingStep;
    private final int images = options.batch() / task.views();
    private final SplittableRandom random = new SplittableRandom(options.seed());
    private long step;

    Run(CnnModel initial, TrainingStep trainingStep) {
      this.initial = initial;
      this.trainingStep = trainingStep;
      shape = initial.architecture().input();
    }

    CnnTrainer.Trained train(
        List<LabeledImage> training, List<LabeledImage> validation, TrainingProgress progress) {
      List<TrainingProgress.Epoch> history = new ArrayList<>();
      double best = Double.NEGATIVE_INFINITY;
      int bestEpoch = 0;
      float[] kept = null;
      for (int epoch = 1; epoch <= options.epochs(); epoch++) {
        long start = System.nanoTime();
        double loss = epoch(training, progress);
        double solved = solved(validation);
        TrainingProgress.Epoch result =
            new TrainingProgress.Epoch(
                epoch,
                options.epochs(),
                loss,
                Math.max(0, solved),
                (System.nanoTime() - start) / 1e9);
        history.add(result);
        progress.epoch(result);
        // The first is kept even where nothing can be solved: images of one colour.
        if (epoch == 1 || solved > best) {
          best = solved;
          bestEpoch = epoch;
          kept = trainingStep.parameters().clone();
        } else if (epoch - bestEpoch >= options.patience()) {
          break;
        }
      }
      return new CnnTrainer.Trained(
          new CnnModel(initial.architecture(), initial.normalization(), kept), bestEpoch, history);
    }

    private double epoch(List<LabeledImage> training, TrainingProgress progress) {
      List<LabeledImage> order = new ArrayList<>(training);
      Collections.shuffle(order, new Random(random.nextLong()));
      int steps = training.size() / images;
      double sum = 0;
      for (int s = 0; s < steps; s++) {
        List<LabeledImage> batch = order.subList(s * images, (s + 1) * images);
        sum += step(task.inputs(batch, shape, random), options.rateAt(step, steps));
        step++;
        progress.images(step * images, (long) options.epochs() * steps * images);
      }
      return sum / steps;
    }

    /** One step; the loss before it. */
    private double step(float[][] inputs, double rate) {
      trainingStep.forward(inputs, random);
      float[][] outputs = HostArrays.rows(trainingStep.network().logits(), inputs.length);
      float[][] slope = new float[outputs.length][outputs[0].length];
      double loss = task.loss(inputs, outputs, initial.normalization(), slope);
      TrainingChecks.requireFinite(loss, step, options);
      trainingStep.backward(slope);
      trainingStep.update(rate);
      return loss;
    }

    private double solved(List<LabeledImage> validation) {
      CnnNetwork network = trainingStep.network();
      SelfSupervision.Tally tally = new SelfSupervision.Tally(0, 0);
      for (int from = 0; from < validation.size(); from += images) {
        float[][] inputs =
            task.validationInputs(
                validation.subList(from, Math.min(validation.size(), from + images)), shape);
        HostArrays.write(inputs, network.pixels());
        network.forward();
        float[][] outputs = HostArrays.rows(network.logits(), inputs.length);
        tally = tally.plus(task.tally(inputs, outputs, initial.normalization()));
      }
      return tally.solved() / tally.all();
    }
  }
}
