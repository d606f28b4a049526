package io.retrievaldefense.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SummaryTrainerTest {

  private static final SummaryShape SHAPE = new SummaryShape(6, 3, List.of(16));

  /**
   * Three classes around three centres; of an example's neighbours some are of its class and lie
   * closer, so that attention pays.
   */
  private record Toy(int[] labels, float[][] features, List<Retrieved> sets)
      implements RetrievedExamples {

    static Toy of(int n, long seed) {
      Random random = new Random(seed);
      int[] labels = new int[n];
      float[][] features = new float[n][];
      List<Retrieved> sets = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        labels[i] = random.nextInt(3);
        features[i] = around(labels[i], random);
        int[] found = new int[8];
        float[][] neighbors = new float[8][];
        for (int k = 0; k < 8; k++) {
          found[k] = random.nextDouble() < 0.35 ? labels[i] : random.nextInt(3);
          neighbors[k] = around(found[k], random);
        }
        sets.add(new Retrieved(neighbors, found));
      }
      return new Toy(labels, features, sets);
    }

    /** One example again and again, of every class in turn. */
    static Toy alike(int n) {
      Toy one = Toy.of(1, 4);
      int[] labels = new int[n];
      for (int i = 0; i < n; i++) {
        labels[i] = i % 3;
      }
      return new Toy(
          labels,
          Collections.nCopies(n, one.feature(0)).toArray(float[][]::new),
          Collections.nCopies(n, one.sets().get(0)));
    }

    private static float[] around(int label, Random random) {
      float[] f = new float[6];
      for (int j = 0; j < 6; j++) {
        f[j] = (float) ((j / 2 == label ? 2 : 0) + 0.3 * random.nextGaussian());
      }
      return f;
    }

    @Override
    public int size() {
      return labels.length;
    }

    @Override
    public int label(int example) {
      return labels[example];
    }

    @Override
    public float[] feature(int example) {
      return features[example];
    }

    @Override
    public Retrieved retrieved(int example, int neighbors) {
      Retrieved all = sets.get(example);
      return new Retrieved(
          Arrays.copyOf(all.features(), neighbors), Arrays.copyOf(all.labels(), neighbors));
    }
  }

  static RetrievedExamples toy(int n, long seed) {
    return Toy.of(n, seed);
  }

  /** The same examples under other labels. */
  static RetrievedExamples labelled(int n, long seed, int[] labels) {
    Toy toy = Toy.of(n, seed);
    return new Toy(labels, toy.features(), toy.sets());
  }

  private static SummaryTrainer.Trained train(int epochs, int patience) {
    return train(trainer(epochs, 1e-4, 0.1, patience));
  }

  private static SummaryTrainer.Trained train(SummaryTrainer trainer) {
    return trainer.train(SHAPE, 8, Toy.of(600, 1), Toy.of(200, 2), epoch -> {});
  }

  private static SummaryTrainer trainer(
      int epochs, double weightDecay, double dropout, int patience) {
    return new SummaryTrainer(
        new SummaryTrainingOptions(
            10, epochs, 32, 0.01, weightDecay, dropout, patience, 5, AttentionOptions.PLAIN));
  }

  @Test
  void learnsToAttendToNeighboursOfTheQuerysClass() {
    SummaryTrainer.Trained trained = train(12, 12);
    Toy test = Toy.of(500, 3);
    SummaryClassifier classifier = new SummaryClassifier(trained.model());
    // A vote of the neighbours is right far less often.
    assertThat(vote(test)).isLessThan(0.85);
    assertThat(SummaryTrainer.accuracy(classifier, test, 8)).isGreaterThan(0.95);
  }

  private static double vote(Toy toy) {
    int correct = 0;
    for (int i = 0; i < toy.size(); i++) {
      int[] votes = new int[3];
      for (int label : toy.sets().get(i).labels()) {
        votes[label]++;
      }
      int best = 0;
      for (int c = 1; c < 3; c++) {
        best = votes[c] > votes[best] ? c : best;
      }
      correct += best == toy.label(i) ? 1 : 0;
    }
    return (double) correct / toy.size();
  }

  @Test
  void sameSeedSameParameters() {
    assertThat(train(2, 2).model().parameters()).isEqualTo(train(2, 2).model().parameters());
  }

  @Test
  void keepsTheEpochThatIsBestOnValidation() {
    SummaryTrainer.Trained trained = train(6, 6);
    double best =
        trained.history().stream()
            .mapToDouble(SummaryTrainer.Epoch::validationAccuracy)
            .max()
            .orElseThrow();
    assertThat(trained.validationAccuracy()).isEqualTo(best);
    assertThat(SummaryTrainer.accuracy(new SummaryClassifier(trained.model()), Toy.of(200, 2), 8))
        .isBetween(best - 0.005, best + 0.005);
  }

  /** Whatever one answer all of them are given, it is right for a third. */
  @Test
  void stopsWhenValidationNoLongerImproves() {
    SummaryTrainer.Trained trained =
        trainer(9, 0, 0, 2).train(SHAPE, 8, Toy.alike(60), Toy.alike(30), epoch -> {});
    assertThat(trained.history())
        .extracting(SummaryTrainer.Epoch::validationAccuracy)
        .containsExactly(10 / 30.0, 10 / 30.0, 10 / 30.0);
  }

  @Test
  void weightDecayShrinksTheLayersAndLeavesAttention() {
    float[] plain = afterOneEpoch(0, 0);
    float[] decayed = afterOneEpoch(20, 0);
    assertThat(normOfLayers(decayed)).isLessThan(0.5 * normOfLayers(plain));
    // U began as ten times the identity.
    assertThat(decayed[0]).isCloseTo(10, within(0.5f));
  }

  @Test
  void dropoutChangesTheParameters() {
    assertThat(afterOneEpoch(0, 0.5)).isNotEqualTo(afterOneEpoch(0, 0));
  }

  private static float[] afterOneEpoch(double weightDecay, double dropout) {
    return train(trainer(1, weightDecay, dropout, 1)).model().parameters();
  }

  private static double normOfLayers(float[] parameters) {
    double squares = 0;
    for (int i = SHAPE.attentionParameters(); i < parameters.length; i++) {
      squares += (double) parameters[i] * parameters[i];
    }
    return Math.sqrt(squares);
  }

  @Test
  void refusesEmptySets() {
    SummaryTrainer trainer =
        new SummaryTrainer(
            new SummaryTrainingOptions(10, 1, 8, 0.01, 0, 0, 1, 1, AttentionOptions.PLAIN));
    assertThatThrownBy(() -> trainer.train(SHAPE, 8, Toy.of(0, 1), Toy.of(5, 1), epoch -> {}))
        .hasMessage("training examples must not be empty: 0");
  }
}
