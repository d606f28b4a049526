package io.retrievaldefense.cnn;

import io.retrievaldefense.images.EpochOrder;
import io.retrievaldefense.images.LabeledImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Goes on training a network through attention: its features are to be such that attention over
 * what they retrieve gives the label, {@link NeighborAttention}, beside the network's own
 * cross-entropy.
 *
 * <p>Images retrieve from a bank, all training images or as many as it holds, and never themselves.
 * Its features are computed anew after each epoch by the moving average of the weights, and stay as
 * they are in between: they lag behind the weights that ask, and no gradient flows into them, as in
 * a memory bank (Wu et al. 2018) and in momentum contrast (He et al. 2020). Search is exact and by
 * h itself, where the defence's is by a projection and approximate. Each batch of queries is
 * divided by its own norm, {@link NormalizedFeatures}, and keys by theirs: by a norm that lags
 * behind as the keys do, features would shrink from step to step until they are 0.
 *
 * <p>The epoch is kept in which attention answers best on the validation images, retrieved from the
 * bank; if none is better than the network was before, that stays.
 */
public final class AttentionTuner {

  /**
   * A tuned network and how it got there.
   *
   * @param model the weights of the best epoch
   * @param before share of validation images that attention answered right before
   * @param after the same of the model
   * @param bestEpoch its number, from 1; 0 if the network stayed as it was
   * @param history one entry per epoch run, accuracy that of attention
   */
  public record Tuned(
      CnnModel model,
      double before,
      double after,
      int bestEpoch,
      List<TrainingProgress.Epoch> history) {}

  private final TrainingOptions options;
  private final AttentionTuning tuning;

  /**
   * @param options of the further epochs
   * @param tuning what they are for
   */
  public AttentionTuner(TrainingOptions options, AttentionTuning tuning) {
    this.options = options;
    this.tuning = tuning;
  }

  /**
   * @param model a trained network, which stays as it is
   * @param training at least a batch, and more than there are neighbours
   * @param validation at least one
   * @param progress hears the loss, and of attention's accuracy
   * @throws IllegalArgumentException if there are too few images
   */
  public Tuned tune(
      CnnModel model,
      List<LabeledImage> training,
      List<LabeledImage> validation,
      TrainingProgress progress) {
    TrainingChecks.requireImages(options, training, validation);
    if (training.size() <= tuning.neighbors()) {
      throw new IllegalArgumentException(
          "training images must be more than neighbors, "
              + tuning.neighbors()
              + ": "
              + training.size());
    }
    try (TrainingStep step = new TrainingStep(model, tuning.features(), options)) {
      return new Run(model, step, training, validation, progress).tune();
    }
  }

  /** The state of one tuning. */
  private final class Run {
    private final CnnModel initial;
    private final TrainingStep trainingStep;
    private final List<LabeledImage> training;
    private final List<LabeledImage> validation;
    private final TrainingProgress progress;
    private final WeightAverage average;
    private final NeighborAttention attention;
    private final SplittableRandom random = new SplittableRandom(options.seed());
    private final int stepsPerEpoch;
    private final float[][] pixels;
    // Which training images the bank holds, by id, and for each training image where it is there.
    private final List<LabeledImage> banked = new ArrayList<>();
    private final int[] entries;
    private long step;

    Run(
        CnnModel initial,
        TrainingStep trainingStep,
        List<LabeledImage> training,
        List<LabeledImage> validation,
        TrainingProgress progress) {
      this.initial = initial;
      this.trainingStep = trainingStep;
      this.training = training;
      this.validation = validation;
      this.progress = progress;
      attention = new NeighborAttention(tuning.sharpness(), initial.architecture().classes());
      average = new WeightAverage(initial.parameters(), options.weightAverage());
      stepsPerEpoch = training.size() / options.batch();
      pixels = new float[options.batch()][initial.architecture().input().length()];
      entries = new int[training.size()];
      Arrays.fill(entries, FeatureBank.NONE);
      int[] drawn = EpochOrder.of(training.size(), new SplittableRandom(~options.seed()));
      IntStream.of(drawn)
          .limit(tuning.bank())
          .boxed()
          .sorted(Comparator.comparingLong(i -> training.get(i).id()))
          .forEach(
              i -> {
                entries[i] = banked.size();
                banked.add(training.get(i));
              });
    }

    Tuned tune() {
      List<TrainingProgress.Epoch> history = new ArrayList<>();
      CnnModel kept = initial;
      int bestEpoch = 0;
      FeatureBank bank = bank(initial);
      try {
        double before = accuracy(initial, bank);
        double best = before;
        for (int epoch = 1; epoch <= options.epochs(); epoch++) {
          long start = System.nanoTime();
          double loss = epoch(bank);
          CnnModel candidate =
              new CnnModel(initial.architecture(), initial.normalization(), average.values());
          bank.close();
          bank = bank(candidate);
          double accuracy = accuracy(candidate, bank);
          TrainingProgress.Epoch result =
              new TrainingProgress.Epoch(
                  epoch, options.epochs(), loss, accuracy, (System.nanoTime() - start) / 1e9);
          history.add(result);
          progress.epoch(result);
          if (accuracy > best) {
            best = accuracy;
            bestEpoch = epoch;
            kept = candidate;
          } else if (epoch - bestEpoch >= options.patience()) {
            break;
          }
        }
        return new Tuned(kept, before, best, bestEpoch, history);
      } finally {
        bank.close();
      }
    }

    private FeatureBank bank(CnnModel model) {
      return new FeatureBank(
          ImageFeatures.of(model, tuning.features(), banked),
          banked.stream().mapToInt(LabeledImage::label).toArray(),
          options.batch());
    }

    private double epoch(FeatureBank bank) {
      int[] order = EpochOrder.of(training.size(), random);
      double sum = 0;
      for (int s = 0; s < stepsPerEpoch; s++) {
        int from = s * options.batch();
        sum += step(Arrays.copyOfRange(order, from, from + options.batch()), bank);
        progress.images(
            step * options.batch(), (long) options.epochs() * stepsPerEpoch * options.batch());
      }
      return sum / stepsPerEpoch;
    }

    /** One step; the loss before it. */
    private double step(int[] batch, FeatureBank bank) {
      int[] labels = new int[batch.length];
      int[] own = new int[batch.length];
      for (int i = 0; i < batch.length; i++) {
        LabeledImage image = training.get(batch[i]);
        options
            .augmentation()
            .apply(image.pixels(), initial.architecture().input(), random, pixels[i]);
        labels[i] = image.label();
        own[i] = entries[batch[i]];
      }
      trainingStep.forward(pixels, random);
      NormalizedFeatures queries =
          NormalizedFeatures.of(HostArrays.rows(trainingStep.network().features(), batch.length));
      int[][] nearest = bank.nearest(queries.values(), own, tuning.neighbors());
      float[][] slope = new float[batch.length][trainingStep.network().featureLength()];
      double loss = trainingStep.loss(labels, tuning.crossEntropy());
      double share = 1.0 / batch.length;
      for (int i = 0; i < batch.length; i++) {
        loss +=
            share
                * attention.loss(
                    queries.values()[i],
                    bank.features(nearest[i]),
                    bank.labels(nearest[i]),
                    labels[i],
                    share,
                    slope[i]);
      }
      TrainingChecks.requireFinite(loss, step, options);
      queries.pullBack(slope);
      trainingStep.backwardWithFeatures(slope);
      trainingStep.update(options.rateAt(step, stepsPerEpoch));
      step++;
      average.add(trainingStep.parameters());
      return loss;
    }

    private double accuracy(CnnModel model, FeatureBank bank) {
      float[][] features =
          NormalizedFeatures.by(bank.norm(), ImageFeatures.of(model, tuning.features(), validation))
              .values();
      int correct = 0;
      for (int from = 0; from < features.length; from += options.batch()) {
        float[][] batch =
            Arrays.copyOfRange(features, from, Math.min(features.length, from + options.batch()));
        int[] own = new int[batch.length];
        Arrays.fill(own, FeatureBank.NONE);
        int[][] nearest = bank.nearest(batch, own, tuning.neighbors());
        for (int i = 0; i < batch.length; i++) {
          int answer =
              attention.answer(batch[i], bank.features(nearest[i]), bank.labels(nearest[i]));
          correct += answer == validation.get(from + i).label() ? 1 : 0;
        }
      }
      return (double) correct / validation.size();
    }
  }
}
