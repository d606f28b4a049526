package io.retrievaldefense.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.classifier.AttentionOptions;
import io.retrievaldefense.classifier.SummaryTrainingOptions;
import io.retrievaldefense.cnn.AdversarialTraining;
import io.retrievaldefense.cnn.Augmentation;
import io.retrievaldefense.cnn.TrainingOptions;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.index.projection.NamedSeed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every key of a training arrives where it belongs. */
class TrainingSettingsTest {
  @TempDir private Path folder;

  @Test
  void theNetworksKeysArriveEachInItsPlace() {
    RunConfig config =
        RunHarness.config(
            "seed=9",
            "extractor.epochs=7",
            "extractor.batch-size=33",
            "extractor.learning-rate=0.004",
            "extractor.weight-decay=0.01",
            "extractor.dropout=0.2",
            "extractor.label-smoothing=0.03",
            "extractor.weight-average=0.4",
            "extractor.patience=6",
            "extractor.flip=true",
            "extractor.shift=1",
            "extractor.cutout=5");
    assertThat(TrainExtractor.options(config))
        .isEqualTo(
            new TrainingOptions(
                7,
                33,
                0.004,
                0.01,
                0.2,
                0.03,
                0.4,
                6,
                new Augmentation(Augmentation.Flip.HORIZONTAL, 1, 5),
                NamedSeed.derive(9, "extractor")));
  }

  @Test
  void theHeadsKeysArriveEachInItsPlace() {
    RunConfig config =
        RunHarness.config(
            "seed=9",
            "classifier.attention-start=2",
            "classifier.epochs=7",
            "classifier.batch-size=33",
            "classifier.learning-rate=0.004",
            "classifier.weight-decay=0.01",
            "classifier.dropout=0.2",
            "classifier.patience=6",
            "classifier.key-length=11",
            "classifier.value-length=12",
            "classifier.temperature=1.5",
            "classifier.learned-temperature=true",
            "classifier.local-mixup=0.25",
            "classifier.labels=false");
    assertThat(HeadTraining.options(config, 5))
        .isEqualTo(
            new SummaryTrainingOptions(
                2,
                7,
                33,
                0.004,
                0.01,
                0.2,
                6,
                NamedSeed.derive(9, "classifier 5"),
                new AttentionOptions(
                    11,
                    12,
                    1.5,
                    AttentionOptions.TemperatureLearning.LEARNED,
                    0.25,
                    AttentionOptions.Labels.HIDDEN)));
  }

  @Test
  void anAdversarialTrainingMovesImagesByItsEpsilonAndReach() {
    RunConfig config =
        RunHarness.config(
            "extractor.adversarial.steps=1",
            "extractor.adversarial.epsilon=0.1",
            "extractor.adversarial.reach=3",
            "extractor.adversarial.warm-up=4");
    AdversarialTraining training =
        TrainExtractor.training(config.extractor()).attack().orElseThrow();
    assertThat(training.warmUp()).isEqualTo(4);
    float[][] images = {{.5f, .5f}};

    float[][] moved =
        training
            .attack()
            .perturb(
                images,
                new int[] {0},
                (points, labels) -> new float[][] {{1, -1}},
                1,
                new SplittableRandom(1));

    // A step of three times epsilon, from anywhere in the ball, ends at its border.
    assertThat(moved[0][0]).isCloseTo(.6f, within(1e-6f));
    assertThat(moved[0][1]).isCloseTo(.4f, within(1e-6f));
    assertThat(TrainExtractor.training(RunHarness.config().extractor()).attack()).isEmpty();
  }

  /** One epoch each, through the step itself: it says what it chose the epoch by. */
  @Test
  void everyWayOfLearningIsAStepOfARun() throws IOException {
    try (SparkSession spark = RunHarness.spark("local[2]")) {
      for (List<String> way :
          List.of(
              List.of("extractor.learning=rotations", "rotations told in validation"),
              List.of("extractor.learning=contrastive", "pairs of views found in validation"),
              List.of("extractor.learning=autoencoder", "variance explained in validation"),
              List.of("extractor.adversarial.steps=1", "validation accuracy under PGD"))) {
        String printed =
            RunHarness.run(
                spark,
                folder.resolve(way.get(1)),
                RunHarness.config(way.get(0), "extractor.epochs=1"),
                RunHarness.steps("prepare", "train-extractor"));
        assertThat(printed).contains("train-extractor: " + way.get(1) + " ");
        assertThat(printed.contains("softmax regression on its features"))
            .as(way.get(0))
            .isEqualTo(way.get(0).startsWith("extractor.learning"));
      }
    }
  }
}
