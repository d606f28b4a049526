package io.retrievaldefense.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.config.RunConfigReader;
import io.retrievaldefense.pipeline.Estimate;
import io.retrievaldefense.pipeline.Step;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class RunEstimatorTest {
  private static RunConfig config(String... more) {
    String[] small = {
      "data.street-numbers.train=700",
      "data.street-numbers.test=100",
      "data.street-numbers.extra=300",
      "data.validation.count=100",
      "data.private.count=300",
      "extractor.layers=conv 4,pool,pool,dense 16",
      "extractor.epochs=2",
      "extractor.batch-size=16",
      "projection.dimension=8",
      "index.tables=2",
      "index.sketch-bits=64",
      "attacks.examples=10",
      "attacks.epsilons=0.02",
      "attacks.threats=known-index"
    };
    String[] all = java.util.Arrays.copyOf(small, small.length + more.length);
    System.arraycopy(more, 0, all, small.length, more.length);
    return RunConfigReader.defaults(all);
  }

  private static Map<String, Estimate> estimates(String... more) throws IOException {
    return new RunEstimator().estimates(config(more), new Configuration());
  }

  @Test
  void sizesAreCountedAndTimesMeasured() throws IOException {
    Map<String, Estimate> estimates = estimates();
    // 600 + 100 + 300 + 100 images.
    assertThat(estimates.get("prepare").bytes()).isEqualTo(1100 * 3072);
    assertThat(estimates.get("extract-features").bytes()).isEqualTo(1100 * 4 * (16 + 8));
    // id, label, h', h, sketch, two tables
    assertThat(estimates.get("build-index").bytes()).isEqualTo(300 * (8 + 4 + 32 + 64 + 8 + 16));
    assertThat(estimates.get("build-stand-in").bytes()).isZero();
    // baseline, N = 5 and 10
    assertThat(estimates.get("evaluate-attacks").bytes()).isEqualTo(3 * 10 * 4 * 3072);
    // U, layer of 256 and logits of 10 classes, for both N.
    int head = 16 * 16 + (16 + 10 + 1) * 256 + (256 + 1) * 10;
    assertThat(estimates.get("train-classifier").bytes()).isEqualTo(2 * 4 * head);
    assertThat(estimates("classifier.input=both").get("train-classifier").bytes())
        .as("h beside the summary")
        .isEqualTo(2 * 4 * (head + 16 * 256));
    for (Step step : DefensePipeline.create().steps(config())) {
      double seconds = estimates.get(step.name()).seconds();
      if (step.name().equals("build-stand-in")) {
        assertThat(seconds).as("nobody attacks through it").isZero();
      } else {
        assertThat(seconds).as(step.name()).isBetween(1e-6, 600.0);
      }
    }
    double once = estimates.get("train-extractor").seconds();
    assertThat(estimates("extractor.epochs=200").get("train-extractor").seconds())
        .isGreaterThan(10 * once);
  }

  @Test
  void aBaselineThatIsTrainedApartIsEstimatedByItsOwnLayers() throws IOException {
    Map<String, Estimate> estimates = estimates("baseline.layers=conv 2,pool,dense 4");
    // baseline, extractor, N = 5 and 10
    assertThat(estimates.get("evaluate-attacks").bytes()).isEqualTo(4 * 10 * 4 * 3072);
    Estimate apart = estimates.get("train-baseline");
    assertThat(apart.bytes()).isEqualTo(4 * (9 * 3 * 2 + 2 + 16 * 16 * 2 * 4 + 4 + 4 * 10 + 10));
    assertThat(apart.seconds()).isPositive();
    assertThat(estimates()).doesNotContainKey("train-baseline");
  }

  @Test
  void tuningTakesLongerThanAnEpochOfTraining() throws IOException {
    Map<String, Estimate> tuned =
        estimates("extractor.epochs=1", "extractor.attention-tuning.epochs=20");
    Estimate tuning = tuned.get("tune-extractor");
    assertThat(tuning.seconds()).isGreaterThan(10 * tuned.get("train-extractor").seconds());
    assertThat(tuning.bytes()).isEqualTo(tuned.get("train-extractor").bytes());
    assertThat(estimates()).doesNotContainKey("tune-extractor");
  }

  @Test
  void attackingQueriesTakesLongerTheMoreStepsThereAre() throws IOException {
    Estimate attack = estimates("classifier.adversarial.steps=1").get("attack-queries");
    assertThat(attack.bytes()).isEqualTo(700 * 4 * (16 + 8));
    assertThat(
            estimates("classifier.adversarial.steps=200", "classifier.queries=all")
                .get("attack-queries")
                .seconds())
        .isGreaterThan(10 * attack.seconds());
    assertThat(estimates()).doesNotContainKey("attack-queries");
    double once = estimates().get("train-classifier").seconds();
    assertThat(
            estimates("classifier.adversarial.steps=20", "classifier.adversarial.rounds=4")
                .get("train-classifier")
                .seconds())
        .as("fourteen times the queries, in five trainings, and the attacks; each time measured")
        .isGreaterThan(4 * once);
  }

  @Test
  void aLargerIndexTakesLongerToBuildAndASlowerOneToSearch() throws IOException {
    RetrievalSpeed small = RetrievalSpeed.measure(config("index.engine=exact"), 8, 16, 1000);
    RetrievalSpeed large = RetrievalSpeed.measure(config("index.engine=exact"), 8, 16, 1_000_000);
    assertThat(large.search()).isGreaterThan(10 * small.search());
    assertThat(small.indexing()).isPositive();
  }

  @Test
  void imagesThatAreNotThereAreRefused() {
    assertThatThrownBy(() -> estimates("data.private.count=301"))
        .isInstanceOf(BadInputException.class);
  }
}
