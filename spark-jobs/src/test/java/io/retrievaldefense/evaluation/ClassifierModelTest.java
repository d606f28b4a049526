package io.retrievaldefense.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackHarness;
import io.retrievaldefense.attacks.AttackPlan;
import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.AttackStatus;
import io.retrievaldefense.attacks.Candidate;
import io.retrievaldefense.attacks.Capability;
import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.LossGradient;
import io.retrievaldefense.attacks.RetrievalAccess;
import io.retrievaldefense.attacks.SetResponse;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.loss.CrossEntropy;
import io.retrievaldefense.attacks.loss.OutputLoss;
import io.retrievaldefense.attacks.retrieval.Collision;
import io.retrievaldefense.attacks.retrieval.RetrievalPgd;
import io.retrievaldefense.attacks.retrieval.SoftNeighborAttack;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.query.NeighborIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The port's promises, of real networks over a real index. */
class ClassifierModelTest {

  private static final int N = 5;
  private static final float[][] IMAGES = SmallDefence.images(7, 4);

  @TempDir private Path folder;
  private ClassifierModel defence;

  @BeforeEach
  void open() throws IOException {
    defence = SmallDefence.defence(index("exact"), N, 4);
  }

  private NeighborIndex index(String engine) throws IOException {
    return SmallDefence.index(folder.resolve(engine), engine, SearchSettings.DEFAULT);
  }

  @AfterEach
  void close() {
    defence.close();
  }

  @Test
  void thePartsOfTheRetrievalAreTheWholeModel() {
    RetrievalAccess index = defence.retrieval().orElseThrow();
    float[][] features = defence.features(IMAGES);
    float[][] scores = defence.scores(IMAGES);
    for (int i = 0; i < IMAGES.length; i++) {
      List<Candidate> retrieved = index.nearest(index.project(features[i]), N);
      SetResponse response =
          index.classify(features[i], retrieved, new double[N], 1, new CrossEntropy(0));

      assertThat(response.logits()).isEqualTo(scores[i]);
    }
  }

  @Test
  void whatAnImageYieldsDoesNotDependOnItsCompany() {
    List<CrossEntropy> losses = Collections.nCopies(IMAGES.length, new CrossEntropy(1));
    LossGradient together = defence.lossGradient(IMAGES, losses);
    List<OutputLoss> sums = Collections.nCopies(IMAGES.length, ClassifierModelTest::sum);
    LossGradient ofFeatures = defence.featureGradient(IMAGES, sums);
    for (int i = 0; i < IMAGES.length; i++) {
      float[][] alone = {IMAGES[i]};

      LossGradient own = defence.lossGradient(alone, losses.subList(0, 1));
      assertThat(own.gradients()[0]).isEqualTo(together.gradients()[i]);
      assertThat(own.outputs()[0]).isEqualTo(together.outputs()[i]);
      assertThat(defence.featureGradient(alone, sums.subList(0, 1)).gradients()[0])
          .isEqualTo(ofFeatures.gradients()[i]);
    }
  }

  private static double sum(float[] output, float[] gradient) {
    Arrays.fill(gradient, 1);
    double sum = 0;
    for (float value : output) {
      sum += value;
    }
    return sum;
  }

  @Test
  void theFeatureGradientEqualsFiniteDifferences() {
    float[] image = IMAGES[0].clone();
    float[] gradient =
        defence.featureGradient(new float[][] {image}, List.of(ClassifierModelTest::sum))
            .gradients()[0];
    for (int pixel = 0; pixel < image.length; pixel += 17) {
      float original = image[pixel];
      float step = 1f / 256;
      image[pixel] = original + step;
      double plus = sum(defence.features(new float[][] {image})[0], new float[12]);
      image[pixel] = original - step;
      double minus = sum(defence.features(new float[][] {image})[0], new float[12]);
      image[pixel] = original;

      assertThat((double) gradient[pixel]).isCloseTo((plus - minus) / (2 * step), within(.02));
    }
  }

  @Test
  void theProjectedDistanceIsPulledBackByTheProjection() {
    RetrievalAccess index = defence.retrieval().orElseThrow();
    float[] feature = defence.features(IMAGES)[0];
    float[] projected = index.project(feature);
    Candidate row = index.nearest(projected, 3).get(2);
    float[] other = index.project(row.feature());
    double[] slope = new double[other.length];
    double squared = 0;
    for (int i = 0; i < slope.length; i++) {
      slope[i] = 2 * ((double) projected[i] - other[i]);
      squared += slope[i] * slope[i] / 4;
    }
    assertThat(row.squaredDistance()).isCloseTo(squared, within(1e-4 * squared));
    double[] pulled = index.pullBackProjection(slope);
    for (int i = 0; i < feature.length; i++) {
      float step = 1f / 64;
      float[] moved = feature.clone();
      moved[i] += step;
      double expected = squaredDistance(index.project(moved), other);
      moved[i] -= 2 * step;
      expected = (expected - squaredDistance(index.project(moved), other)) / (2 * step);

      assertThat(pulled[i]).isCloseTo(expected, within(1e-2));
    }
  }

  private static double squaredDistance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.pow((double) a[i] - b[i], 2);
    }
    return sum;
  }

  /** Few probes and a small budget: what is found for more rows need not begin alike. */
  @Test
  void ofAnApproximateIndexTheFirstAreWhatTheModelRetrieves() throws IOException {
    SearchSettings narrow = new SearchSettings(1, 12, 8);
    try (ClassifierModel approximate =
        SmallDefence.defence(SmallDefence.index(folder.resolve("narrow"), "lsh", narrow), N, 4)) {
      RetrievalAccess index = approximate.retrieval().orElseThrow();
      for (float[] feature : approximate.features(SmallDefence.images(30, 8))) {
        List<Candidate> own = index.nearest(index.project(feature), N);
        List<Candidate> more = index.nearest(index.project(feature), 20);

        assertThat(more).extracting(Candidate::id).doesNotHaveDuplicates();
        assertThat(more.subList(0, own.size()))
            .extracting(Candidate::id)
            .isEqualTo(own.stream().map(Candidate::id).toList());
      }
    }
  }

  @Test
  void attacksGoThroughTheRetrievalAndResultsDoNotDependOnTheBatch() {
    List<Example> examples = SmallDefence.examples(defence, 9);
    for (Attack attack :
        List.of(
            RetrievalPgd.softRetrieval(4, 20),
            RetrievalPgd.attentionRescaling(4, 10),
            SoftNeighborAttack.of(4, 20),
            Collision.of(4, 2, 20))) {
      AttackPlan plan =
          AttackPlan.of(attack, new LinfBall(.1), ThreatModel.KNOWN_INDEX, 3).inBatchesOf(4);
      List<AttackResult> results = AttackHarness.run(plan, defence, examples);

      assertThat(results).extracting(AttackResult::status).containsOnly(AttackStatus.COMPLETED);
      assertThat(results).anyMatch(AttackResult::success);
      List<AttackResult> again = AttackHarness.run(plan.inBatchesOf(3), defence, examples);
      for (int i = 0; i < results.size(); i++) {
        assertThat(again.get(i).image()).isEqualTo(results.get(i).image());
      }
    }
  }

  @Test
  void thePlainNetworkOffersFeaturesButNoIndex() {
    try (ClassifierModel baseline = SmallDefence.baseline(4)) {
      assertThat(baseline.capabilities())
          .contains(Capability.FEATURES)
          .doesNotContain(Capability.INDEX);
      assertThat(baseline.heldUnder()).isEqualTo(ThreatModel.BASELINE_TRANSFER);
      assertThat(baseline.retrieval()).isEmpty();
    }
    assertThat(defence.heldUnder()).isEqualTo(ThreatModel.KNOWN_INDEX);
  }
}
