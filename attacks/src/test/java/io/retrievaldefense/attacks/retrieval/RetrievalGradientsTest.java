package io.retrievaldefense.attacks.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.attacks.Candidate;
import io.retrievaldefense.attacks.ClassifyingLoss;
import io.retrievaldefense.attacks.RetrievalAccess;
import io.retrievaldefense.attacks.loss.CrossEntropy;
import io.retrievaldefense.attacks.loss.Margin;
import io.retrievaldefense.attacks.loss.OutputLoss;
import io.retrievaldefense.attacks.testing.ToyRetrieval;
import io.retrievaldefense.attacks.testing.ToyRetrievalModel;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RetrievalGradientsTest {

  private static final int D = 6;
  private static final float STEP = 1f / 1024;

  private final ToyRetrievalModel model = ToyRetrievalModel.random(3, D, 40, 5);
  private final ToyRetrieval index = (ToyRetrieval) model.retrieval().orElseThrow();

  private static float[] point(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] point = new float[D];
    for (int i = 0; i < D; i++) {
      point[i] = (float) random.nextDouble();
    }
    return point;
  }

  private static float[] gradient(OutputLoss loss, float[] at) {
    float[] gradient = new float[at.length];
    loss.value(at, gradient);
    return gradient;
  }

  /** Logits of the soft forward pass that {@link SoftRetrieval} goes back through. */
  private static float[] softLogits(RetrievalAccess index, float[] feature, int m, double t) {
    List<Candidate> nearest = index.nearest(index.project(feature), m);
    int n = index.neighbors();
    double radius = (nearest.get(n - 1).squaredDistance() + nearest.get(n).squaredDistance()) / 2;
    double[] bias = new double[m];
    for (int i = 0; i < m; i++) {
      double u = (radius - nearest.get(i).squaredDistance()) / t;
      bias[i] = Math.max(-700, -Math.log1p(Math.exp(-u)));
    }
    return index.classify(feature, nearest, bias, 1, (z, g) -> 0).logits();
  }

  @Test
  void theLogitsAreThoseOfTheModel() {
    for (long seed = 0; seed < 10; seed++) {
      float[] x = point(seed);
      SoftRetrieval soft = new SoftRetrieval(index, new CrossEntropy(1), 20, .3, 4);
      gradient(soft, x);
      SoftNeighborLoss ask = new SoftNeighborLoss(index, 1, 20, .3);
      gradient(ask, x);

      assertThat(soft.logits()).isEqualTo(model.scores(new float[][] {x})[0]);
      assertThat(ask.logits()).isEqualTo(model.scores(new float[][] {x})[0]);
    }
  }

  @Test
  void atALowTemperatureTheSoftForwardIsTheModels() {
    for (long seed = 0; seed < 10; seed++) {
      float[] x = point(seed);

      assertThat(softLogits(index, x, 20, 1e-9))
          .containsExactly(model.scores(new float[][] {x})[0], within(1e-6f));
    }
  }

  @Test
  void withNoMoreCandidatesThanNeighborsTheGradientIsTheModelsAtAnyTemperature() {
    for (long seed = 0; seed < 10; seed++) {
      float[] x = point(seed);
      float[] held = model.lossGradient(new float[][] {x}, List.of(new Margin(1))).gradients()[0];
      for (double temperature : new double[] {1e-6, 1, 1e6}) {
        SoftRetrieval soft = new SoftRetrieval(index, new Margin(1), 5, temperature, 1);

        assertThat(gradient(soft, x)).containsExactly(held, within(1e-5f));
      }
    }
  }

  @Test
  void theGradientIsThatOfTheSoftForward() {
    // A linear loss: its gradient at the logits is the same for the hard and the soft forward.
    OutputLoss linear =
        (z, g) -> {
          g[0] = 1;
          g[2] = -.5f;
          return z[0] - .5 * z[2];
        };
    int compared = 0;
    for (long seed = 0; seed < 30; seed++) {
      float[] x = point(seed);
      float[] gradient = gradient(new SoftRetrieval(index, linear, 20, 4, 1), x);
      for (int i = 0; i < D; i++) {
        float[] up = moved(x, i, STEP);
        float[] down = moved(x, i, -STEP);
        if (sameOrder(up, down, 20)) {
          double difference =
              (linear.value(softLogits(index, up, 20, 4), new float[3])
                      - linear.value(softLogits(index, down, 20, 4), new float[3]))
                  / ((double) up[i] - down[i]);
          double allowed = 1e-2 * (1 + Math.abs(difference));
          assertThat((double) gradient[i]).isCloseTo(difference, within(allowed));
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(30);
  }

  private static float[] moved(float[] point, int i, float step) {
    float[] moved = point.clone();
    moved[i] += step;
    return moved;
  }

  /** Where rows change places there is a kink, and differences tell nothing. */
  private boolean sameOrder(float[] a, float[] b, int m) {
    return ids(a, m).equals(ids(b, m));
  }

  private List<Long> ids(float[] point, int m) {
    return index.nearest(index.project(point), m).stream().map(Candidate::id).toList();
  }

  @Test
  void whereAllNeighborsShareALabelOnlyTheSoftGradientIsAlive() {
    double[][] labelsOnly = new double[2][1 + 2];
    labelsOnly[0][1] = 1;
    labelsOnly[1][2] = 1;
    ToyRetrieval line =
        new ToyRetrieval(
            new double[][] {{1}},
            new double[][] {{.1}, {.2}, {.3}, {.7}, {.8}, {.9}},
            new int[] {0, 0, 0, 1, 1, 1},
            new double[][] {{1}},
            labelsOnly,
            3);
    ToyRetrievalModel agreeing = new ToyRetrievalModel(new double[][] {{1}}, line);
    float[] x = {.35f};

    assertThat(agreeing.lossGradient(new float[][] {x}, List.of(new Margin(0))).gradients()[0])
        .containsExactly(0f);
    // To the right are the rows of the other class.
    assertThat(gradient(new SoftRetrieval(line, new Margin(0), 6, .1, 1), x)[0]).isPositive();
  }

  @Test
  void lossesOnDistancesHaveTheirGradients() {
    List<Candidate> rows = index.nearest(index.project(point(77)), 30);
    int compared = 0;
    for (long seed = 0; seed < 30; seed++) {
      float[] x = point(seed);
      List<ClassifyingLoss> losses =
          List.of(
              new SoftNeighborLoss(index, 1, 40, 4),
              new CollisionLoss(index, rows.get(3)),
              new GuideLoss(index, rows.subList(0, 3), rows.subList(10, 12)));
      for (ClassifyingLoss loss : losses) {
        float[] gradient = gradient(loss, x);
        for (int i = 0; i < D; i++) {
          float[] up = moved(x, i, STEP);
          float[] down = moved(x, i, -STEP);
          if (sameOrder(up, down, 30)) {
            double difference =
                (loss.value(up, new float[D]) - loss.value(down, new float[D]))
                    / ((double) up[i] - down[i]);
            assertThat((double) gradient[i])
                .as(loss.getClass().getSimpleName())
                .isCloseTo(difference, within(1e-2 * (1 + Math.abs(difference))));
            compared++;
          }
        }
      }
    }
    assertThat(compared).isGreaterThan(30);
  }

  @Test
  void aNeighborhoodWithoutTheClassIsEmptied() {
    SoftNeighborLoss loss = new SoftNeighborLoss(index, 7, 20, .3);
    float[] gradient = new float[D];

    assertThat(loss.value(point(1), gradient)).isEqualTo(700);
    assertThat(gradient).containsOnly(0);
  }
}
