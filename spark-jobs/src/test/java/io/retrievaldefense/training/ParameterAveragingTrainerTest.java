package io.retrievaldefense.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.cnn.Augmentation;
import io.retrievaldefense.cnn.CnnAccuracy;
import io.retrievaldefense.cnn.CnnArchitecture;
import io.retrievaldefense.cnn.CnnTrainer;
import io.retrievaldefense.cnn.TrainingOptions;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.jobs.RunHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Training by two workers, on images whose brighter half tells their class. */
class ParameterAveragingTrainerTest {
  private static final ImageShape SHAPE = new ImageShape(8, 8, 3);
  private static final CnnArchitecture ARCHITECTURE =
      CnnArchitecture.of(SHAPE, List.of("conv 6", "pool", "conv 4", "dense 8"), 2);

  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark = RunHarness.spark("local[2]");
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  private static List<LabeledImage> images(int count, long firstId) {
    Random random = new Random(firstId);
    List<LabeledImage> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int label = i % 2;
      byte[] pixels = new byte[SHAPE.length()];
      for (int p = 0; p < pixels.length; p++) {
        boolean bright = p < pixels.length / 2 == (label == 0);
        pixels[p] = (byte) (random.nextInt(100) + (bright ? 80 : 0));
      }
      images.add(new LabeledImage(firstId + i, "image " + i, label, pixels));
    }
    return images;
  }

  private static TrainingOptions options(int batch) {
    return new TrainingOptions(
        4, batch, 0.01, 0, 0, 0.05, 0, 4, new Augmentation(Augmentation.Flip.HORIZONTAL, 1, 0), 9);
  }

  private static JavaRDD<LabeledImage> distributed(List<LabeledImage> images, int partitions) {
    return JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(images, partitions);
  }

  private static CnnTrainer.Trained train(int partitions) {
    List<String> epochs = new ArrayList<>();
    CnnTrainer.Trained trained =
        new ParameterAveragingTrainer(options(16), 2, 2)
            .train(
                ARCHITECTURE,
                distributed(images(200, 0), partitions),
                images(60, 1000),
                epoch -> epochs.add(epoch.toString()));
    assertThat(epochs).hasSize(trained.history().size());
    return trained;
  }

  @Test
  void learnsAndIsOurModelAfterwards() {
    CnnTrainer.Trained trained = train(3);
    double accuracy = trained.history().get(trained.bestEpoch() - 1).validationAccuracy();
    assertThat(accuracy).isGreaterThan(0.9);
    assertThat(CnnAccuracy.of(trained.model(), images(60, 1000))).isEqualTo(accuracy);
  }

  /** The ids of a folder of images are by class. */
  @Test
  void batchesMixTheClassesAndEveryEpochIsAnother() {
    List<LabeledImage> byClass = new ArrayList<>();
    for (LabeledImage image : images(200, 0)) {
      byClass.add(
          new LabeledImage(
              image.label() * 1000 + image.id() / 2, image.name(), image.label(), image.pixels()));
    }
    List<List<LabeledImage>> first = epoch(byClass, 3, 1);
    assertThat(first).hasSize(2);
    for (List<LabeledImage> part : first) {
      for (int from = 0; from + 16 <= part.size(); from += 16) {
        assertThat(part.subList(from, from + 16)).extracting(LabeledImage::label).contains(0, 1);
      }
    }
    assertThat(ids(epoch(byClass, 5, 1))).isEqualTo(ids(first));
    List<List<Long>> second = ids(epoch(byClass, 3, 2));
    for (int part = 0; part < 2; part++) {
      assertThat(second.get(part))
          .isNotEqualTo(ids(first).get(part))
          .containsExactlyInAnyOrderElementsOf(ids(first).get(part));
    }
  }

  private static List<List<LabeledImage>> epoch(
      List<LabeledImage> images, int partitions, int epoch) {
    return new ParameterAveragingTrainer(options(16), 2, 2)
        .shuffled(distributed(images, partitions), epoch)
        .glom()
        .collect();
  }

  private static List<List<Long>> ids(List<List<LabeledImage>> parts) {
    return parts.stream().map(part -> part.stream().map(LabeledImage::id).toList()).toList();
  }

  @Test
  void theSameNumberOfWorkersGivesTheSameHoweverTheImagesAreStored() {
    float[] one = train(1).model().parameters();
    float[] five = train(5).model().parameters();
    for (int i = 0; i < one.length; i++) {
      assertThat(five[i]).isCloseTo(one[i], Offset.offset(1e-4f));
    }
  }

  @Test
  void partsThatFillNoBatchAreRefused() {
    ParameterAveragingTrainer trainer = new ParameterAveragingTrainer(options(150), 2, 1);
    assertThatThrownBy(
            () ->
                trainer.train(
                    ARCHITECTURE, distributed(images(200, 0), 2), images(2, 1000), epoch -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("every worker's images must fill a batch of 150: 100");
    assertThatThrownBy(() -> new ParameterAveragingTrainer(options(1), 0, 1))
        .hasMessage("workers must be at least 1: 0");
    assertThatThrownBy(() -> new ParameterAveragingTrainer(options(1), 1, 0))
        .hasMessage("averaging frequency must be at least 1: 0");
  }
}
