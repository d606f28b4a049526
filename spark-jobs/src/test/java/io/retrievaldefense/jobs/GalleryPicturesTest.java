package io.retrievaldefense.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.evaluation.Explanation;
import io.retrievaldefense.evaluation.Explanation.WeighedNeighbor;
import io.retrievaldefense.evaluation.StoredExample;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.report.AttentionSummary;
import io.retrievaldefense.report.EvaluatedModel;
import io.retrievaldefense.report.GalleryItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GalleryPicturesTest {
  private static final ImageShape SHAPE = new ImageShape(2, 2, 1);

  /** An answer of two classes, of which neighbour 1 has the first and neighbour 2 the second. */
  private static Explanation answer(int label, double weightOfFirst) {
    return new Explanation(
        label == 0 ? new double[] {0.8, 0.2} : new double[] {0.1, 0.9},
        List.of(
            new WeighedNeighbor(1, 0, 0.5, weightOfFirst),
            new WeighedNeighbor(2, 1, 0.6, 1 - weightOfFirst)));
  }

  private static ExplainedExample example(long id, int label, int before, int after) {
    LabeledImage clean = new LabeledImage(id, "image " + id, label, new byte[4]);
    StoredExample stored =
        new StoredExample(
            id,
            label,
            new EvaluatedModel(2),
            "known-index",
            "baseline-transfer",
            0.02,
            "fgsm",
            0,
            after == label,
            0.02,
            1,
            after,
            new float[] {0.02f, 0, 0, 0});
    return new ExplainedExample(clean, stored, answer(before, 0.75), answer(after, 0.25));
  }

  @Test
  void choosesKindsInTurnAndNothingThatWasWrongBefore() {
    List<ExplainedExample> examples = new ArrayList<>();
    for (int id = 0; id < 60; id++) {
      examples.add(example(id, 0, 0, 1));
    }
    examples.add(example(60, 0, 0, 0));
    examples.add(example(61, 1, 0, 0));
    List<ExplainedExample> chosen = GalleryPictures.chosen(examples);
    assertThat(chosen).hasSize(48);
    assertThat(chosen.subList(0, 3))
        .extracting(example -> example.clean().id())
        .containsExactly(0L, 60L, 1L);
  }

  @Test
  void showsWhatWasRetrieved() {
    ExplainedExample example = example(7, 0, 0, 1);
    assertThat(GalleryPictures.neighbors(List.of(example))).containsExactlyInAnyOrder(1L, 2L);
    GalleryItem item =
        new GalleryPictures(SHAPE, List.of("cat", "dog"))
            .item(
                example,
                Map.of(
                    1L,
                    new LabeledImage(1, "a", 0, new byte[4]),
                    2L,
                    new LabeledImage(2, "b", 1, new byte[4])));
    assertThat(item.className()).isEqualTo("cat");
    assertThat(item.threat()).isEqualTo("baseline-transfer");
    assertThat(item.amplification()).isEqualTo(20);
    assertThat(item.after().className()).isEqualTo("dog");
    assertThat(item.after().isRight()).isFalse();
    assertThat(item.after().probability()).isEqualTo(0.9);
    assertThat(item.before().agreeing()).isEqualTo(0.5);
    assertThat(item.before().neighbors())
        .extracting(neighbor -> neighbor.className() + " " + neighbor.isSameClass())
        .containsExactly("cat true", "dog false");
  }

  @Test
  void sumsUpAttention() {
    AttentionSummary summary =
        AttentionMeasurement.of(
            "clean",
            3,
            List.of(example(1, 0, 0, 1), example(2, 1, 1, 1)),
            ExplainedExample::before);
    assertThat(summary.images()).isEqualTo(2);
    assertThat(summary.topWeight()).isEqualTo(0.75);
    assertThat(summary.agreeing()).isEqualTo(0.5);
    assertThat(summary.topWeights()[7]).isEqualTo(2);
    assertThat(summary.purity()).containsExactly(0.5, 0.5, Double.NaN);
    double entropy = -(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25)) / Math.log(2);
    assertThat(summary.entropy()).isCloseTo(entropy, within(1e-12));
  }
}
