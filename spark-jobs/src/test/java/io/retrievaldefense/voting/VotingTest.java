package io.retrievaldefense.voting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.LossGradient;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.evaluation.GradientKiller;
import io.retrievaldefense.attacks.loss.CrossEntropy;
import io.retrievaldefense.attacks.loss.Margin;
import io.retrievaldefense.attacks.loss.OutputLoss;
import io.retrievaldefense.attacks.suite.Suite;
import io.retrievaldefense.attacks.suite.SuiteShape;
import io.retrievaldefense.attacks.support.ImageGrid;
import io.retrievaldefense.classifier.RetrievalClassifier;
import io.retrievaldefense.cnn.CnnArchitecture;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.FeatureLayer;
import io.retrievaldefense.cnn.Normalization;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.evaluation.ClassifierModel;
import io.retrievaldefense.evaluation.SmallDefence;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.query.NeighborIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On linear models of three pixels and three classes. */
class VotingTest {
  private static final float[][] FIRST = {{3, -4, 0}, {-1, 2, 1}, {0, 1, -2}};
  private static final float[][] SECOND = {{-2, 1, 3}, {4, 0, -1}, {1, 1, 1}};

  /** Logits are weights times pixels. */
  private record Linear(float[][] weights) implements AttackedModel {
    @Override
    public int inputLength() {
      return weights[0].length;
    }

    @Override
    public int classes() {
      return weights.length;
    }

    @Override
    public ThreatModel heldUnder() {
      return ThreatModel.KNOWN_INDEX;
    }

    @Override
    public float[][] scores(float[][] images) {
      float[][] scores = new float[images.length][classes()];
      for (int i = 0; i < images.length; i++) {
        for (int c = 0; c < classes(); c++) {
          for (int j = 0; j < inputLength(); j++) {
            scores[i][c] += weights[c][j] * images[i][j];
          }
        }
      }
      return scores;
    }

    @Override
    public LossGradient lossGradient(float[][] images, List<? extends OutputLoss> losses) {
      float[][] scores = scores(images);
      double[] values = new double[images.length];
      float[][] gradients = new float[images.length][inputLength()];
      for (int i = 0; i < images.length; i++) {
        float[] slope = new float[classes()];
        values[i] = losses.get(i).value(scores[i], slope);
        for (int c = 0; c < classes(); c++) {
          for (int j = 0; j < inputLength(); j++) {
            gradients[i][j] += slope[c] * weights[c][j];
          }
        }
      }
      return new LossGradient(values, gradients, scores);
    }

    @Override
    public void close() {}
  }

  private static final VotingModel VOTE =
      new VotingModel(List.of(new Linear(FIRST), new Linear(SECOND)));

  @Test
  void scoresAreLogarithmsOfMeanProbabilities() {
    float[][] image = {{.6f, .3f, .5f}};
    float[] vote = VOTE.scores(image)[0];
    double sum = 0;
    for (float score : vote) {
      sum += Math.exp(score);
    }
    assertThat(sum).isCloseTo(1, within(1e-6));
    // First: logits (.6, .5, -.7); second: (.6, 1.9, 1.4).
    double first = Math.exp(.6) / (Math.exp(.6) + Math.exp(.5) + Math.exp(-.7));
    double second = Math.exp(.6) / (Math.exp(.6) + Math.exp(1.9) + Math.exp(1.4));
    assertThat(Math.exp(vote[0])).isCloseTo((first + second) / 2, within(1e-6));
    assertThat(VOTE.labels(image)).containsExactly(1);
    assertThat(new Linear(FIRST).labels(image)).containsExactly(0);
  }

  @Test
  void gradientEqualsFiniteDifferences() {
    float[] image = {.6f, .3f, .5f};
    OutputLoss loss = new CrossEntropy(1);
    LossGradient answer = VOTE.lossGradient(new float[][] {image}, List.of(loss));
    for (int j = 0; j < 3; j++) {
      float[] plus = image.clone();
      plus[j] += 1e-2f;
      float[] minus = image.clone();
      minus[j] -= 1e-2f;
      double difference =
          VOTE.lossGradient(new float[][] {plus}, List.of(loss)).losses()[0]
              - VOTE.lossGradient(new float[][] {minus}, List.of(loss)).losses()[0];
      assertThat((double) answer.gradients()[0][j]).isCloseTo(difference / 2e-2, within(2e-3));
    }
  }

  @Test
  void aVoteOfOneIsThatModel() {
    VotingModel one = new VotingModel(List.of(new Linear(FIRST)));
    float[][] images = {{.1f, .9f, .4f}, {.8f, .2f, .3f}};
    assertThat(one.labels(images)).isEqualTo(new Linear(FIRST).labels(images));
    float[][] own = new Linear(FIRST).lossGradient(images, new int[] {0, 1}).gradients();
    float[][] vote = one.lossGradient(images, new int[] {0, 1}).gradients();
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 3; j++) {
        assertThat(vote[i][j]).isCloseTo(own[i][j], within(1e-5f));
      }
    }
  }

  @Test
  void worstCaseFallsWithEpsilonAndCountsWhatWasRightBefore() {
    SuiteShape shape = new SuiteShape(new ImageGrid(1, 1, 3), 3, 0, 0);
    Voting voting = new Voting(Suite.QUICK, shape, 4);
    List<Example> examples =
        List.of(
            Example.untargeted(1, new float[] {.6f, .3f, .5f}, 1),
            Example.untargeted(2, new float[] {.6f, .3f, .5f}, 0),
            Example.untargeted(3, new float[] {.9f, .1f, .1f}, 1));
    List<AttackedModel> sources = List.of(VOTE, new Linear(FIRST));
    long[] attacked = {0};
    VotingTable.Row none =
        voting.row("vote", VOTE, sources, List.of(), examples, 1e-6, count -> attacked[0] += count);
    VotingTable.Row all = voting.row("vote", VOTE, sources, List.of(), examples, 1, count -> {});
    int right = 0;
    for (Example example : examples) {
      right += VOTE.labels(new float[][] {example.image()})[0] == example.label() ? 1 : 0;
    }
    assertThat(right).isBetween(1, 2);
    assertThat(attacked[0]).isEqualTo(3);
    assertThat(none).isEqualTo(new VotingTable.Row("vote", 1e-6, 3, right, right));
    assertThat(all).isEqualTo(new VotingTable.Row("vote", 1, 3, right, 0));
  }

  @Test
  void meanLogitsHaveTheMeanOfTheGradients() {
    AttackedModel mean = VOTE.byMeanLogits();
    float[][] image = {{.6f, .3f, .5f}};
    OutputLoss difference =
        (logits, gradient) -> {
          gradient[0] = 1;
          gradient[2] = -1;
          return logits[0] - logits[2];
        };
    LossGradient answer = mean.lossGradient(image, List.of(difference));
    // First: logits (.6, .5, -.7); second: (.6, 1.9, 1.4).
    assertThat(mean.scores(image)).as("the vote's answer counts").isDeepEqualTo(VOTE.scores(image));
    assertThat(answer.outputs()).isDeepEqualTo(VOTE.scores(image));
    assertThat(mean.answersAs(VOTE)).isTrue();
    // Of the means (.6, 1.2, .35).
    assertThat(answer.losses()[0]).isCloseTo(.25, within(1e-6));
    // Half of (3, -5, 2) + (-3, 0, 2).
    assertThat(answer.gradients()[0]).containsExactly(new float[] {0, -2.5f, 2}, within(1e-6f));
    assertThat(mean.heldUnder()).isEqualTo(ThreatModel.KNOWN_INDEX);
  }

  /** Its probabilities are one and zero, and what moves them is lost to rounding. */
  @Test
  void aVoteWithASureMemberFallsToTheMeanOfTheLogits() {
    float[][] sure = new float[FIRST.length][];
    for (int c = 0; c < sure.length; c++) {
      sure[c] = new float[] {1e6f * FIRST[c][0], 1e6f * FIRST[c][1], 1e6f * FIRST[c][2]};
    }
    VotingModel vote = new VotingModel(List.of(new Linear(sure), new Linear(new float[3][3])));
    // Class 0 leads class 1 by .48; within .05 the best step takes .05 (4 + 6 + 1) = .55 of it.
    float[] image = {.5f, .22f, .2f};
    float[] slope = vote.lossGradient(new float[][] {image}, List.of(new Margin(0))).gradients()[0];
    assertThat(slope).containsExactly(new float[3], within(0f));
    Voting voting = new Voting(Suite.QUICK, new SuiteShape(new ImageGrid(1, 1, 3), 3, 0, 0), 4);
    List<Example> examples = List.of(Example.untargeted(1, image, 0));
    VotingTable.Row row =
        voting.row("vote", vote, List.of(vote), List.of(), examples, .05, count -> {});
    assertThat(row).isEqualTo(new VotingTable.Row("vote", .05, 1, 1, 0));
  }

  @Test
  void aVoteIsFollowedThroughItsMembersRetrievals(@TempDir Path folder) throws IOException {
    NeighborIndex index = SmallDefence.index(folder, "exact", SearchSettings.DEFAULT);
    try (AttackedModel three = defence(index, 3);
        AttackedModel five = defence(index, 5)) {
      VotingModel vote = new VotingModel(List.of(three, five));
      VotingModel soft = vote.throughRetrieval(30).orElseThrow();
      float[][] images = SmallDefence.images(4, 3);
      int[] labels = vote.labels(images);
      float[][] held = vote.lossGradient(images, labels).gradients();
      float[][] through = soft.lossGradient(images, labels).gradients();

      assertThat(soft.scores(images)).isDeepEqualTo(vote.scores(images));
      assertThat(soft.answersAs(vote)).isTrue();
      assertThat(vote.answersAs(soft)).isFalse();
      assertThat(soft.heldUnder()).isEqualTo(ThreatModel.KNOWN_INDEX);
      for (int i = 0; i < images.length; i++) {
        assertThat(through[i]).isNotEqualTo(held[i]);
      }
    }
    assertThat(VOTE.throughRetrieval(30)).isEmpty();
  }

  private static AttackedModel defence(NeighborIndex index, int neighbors) {
    CnnModel network =
        CnnModel.initialized(
            CnnArchitecture.of(new ImageShape(8, 8, 3), List.of("conv 6", "pool", "dense 12"), 4),
            new Normalization(new float[] {.5f, .4f, .3f}, new float[] {.2f, .3f, .25f}),
            7);
    return ClassifierModel.of(
        new RetrievalClassifier(
            network, FeatureLayer.PENULTIMATE, 8, SmallDefence.head(index, neighbors)),
        ThreatModel.KNOWN_INDEX);
  }

  @Test
  void refusesMembersThatDoNotFit() {
    assertThatThrownBy(() -> new VotingModel(List.of()))
        .hasMessage("members of a vote must not be empty: 0");
    AttackedModel narrow = new Linear(new float[][] {{1, 2}, {2, 1}, {0, 0}});
    assertThatThrownBy(() -> new VotingModel(List.of(new Linear(FIRST), narrow)))
        .hasMessage("members of a vote must have the same inputs and classes, 3 and 3: 2 and 3");
  }

  @Test
  void manyExamplesAreCountedAsFewAre() {
    SuiteShape shape = new SuiteShape(new ImageGrid(1, 1, 3), 3, 0, 0);
    Voting voting = new Voting(Suite.QUICK, shape, 4);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      float[] image = {i % 7 / 7f, i % 5 / 5f, i % 3 / 3f};
      examples.add(Example.untargeted(i, image, i % 3));
    }
    List<AttackedModel> sources = List.of(VOTE);
    VotingTable.Row all = voting.row("vote", VOTE, sources, List.of(), examples, 0.05, count -> {});
    int clean = 0;
    int robust = 0;
    for (Example example : examples) {
      VotingTable.Row one =
          voting.row("vote", VOTE, sources, List.of(), List.of(example), 0.05, count -> {});
      clean += one.clean();
      robust += one.robust();
    }
    assertThat(robust).isBetween(1, clean - 1);
    assertThat(all).isEqualTo(new VotingTable.Row("vote", 0.05, 150, clean, robust));
  }

  @Test
  void refusesNumbersThatMeasureNothing() {
    assertThatThrownBy(() -> new VotingRun.Request(0, List.of(0.1)))
        .isInstanceOf(BadInputException.class)
        .hasMessage("number of examples must be at least 1: 0");
    assertThatThrownBy(() -> new VotingRun.Request(1, List.of(0.1, 1.5)))
        .hasMessage("epsilons must be in (0, 1], one at least: [0.1, 1.5]");
    assertThatThrownBy(() -> new VotingRun.Request(1, List.of()))
        .hasMessage("epsilons must be in (0, 1], one at least: []");
  }

  @Test
  void tableHasARowForEach() {
    VotingTable table = new VotingTable(List.of(new VotingTable.Row("vote", .02, 200, 150, 50)));
    assertThat(table.csv().text().lines().skip(1)).containsExactly("vote,0.02,200,0.7500,0.2500");
    assertThat(table.lines())
        .containsExactly("vote, epsilon 0.02: 200 images, clean 75.0 %, worst case 25.0 %");
  }

  @Test
  void aMaskedModelFallsToThePlainNetworkThatItIsAttackedWith() {
    // With a retrieval, or nothing would be attacked together.
    SuiteShape shape = new SuiteShape(new ImageGrid(1, 1, 3), 3, 50, 5);
    Voting voting = new Voting(Suite.QUICK, shape, 4);
    AttackedModel plain = new Linear(FIRST);
    AttackedModel masked = new GradientKiller(plain);
    // Class 0 leads class 1 by .48; within .05 the best step takes .05 (4 + 6 + 1) = .55 of it.
    List<Example> examples = List.of(Example.untargeted(1, new float[] {.5f, .22f, .2f}, 0));
    assertThat(plain.labels(new float[][] {examples.get(0).image()})).containsExactly(0);
    VotingTable.Row alone =
        voting.row("m", masked, List.of(masked), List.of(), examples, .05, count -> {});
    VotingTable.Row together =
        voting.row("m", masked, List.of(masked), List.of(plain), examples, .05, count -> {});
    assertThat(alone.robust()).isEqualTo(1);
    assertThat(together.robust()).isZero();
  }
}
