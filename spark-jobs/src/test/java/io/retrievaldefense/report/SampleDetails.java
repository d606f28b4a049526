package io.retrievaldefense.report;

import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.StreetNumberGenerator;
import io.retrievaldefense.images.StreetNumberSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Details of a report that no run has made, of generated images. */
final class SampleDetails {
  private static final int NEIGHBORS = 5;

  private SampleDetails() {}

  static ReportDetails details() {
    return details(6);
  }

  static ReportDetails details(int examples) {
    return new ReportDetails(training(), confusion(), Optional.of(attention()), gallery(examples));
  }

  private static List<TrainingCurve> training() {
    return List.of(
        new TrainingCurve(
            "network",
            List.of(
                new TrainingCurve.Epoch(1, 2.1, 0.3),
                new TrainingCurve.Epoch(2, 1.2, 0.6),
                new TrainingCurve.Epoch(3, 0.8, 0.75))),
        new TrainingCurve(
            "N=5",
            List.of(new TrainingCurve.Epoch(1, 0.9, 0.7), new TrainingCurve.Epoch(2, 0.7, 0.72))));
  }

  private static List<ConfusionMatrix> confusion() {
    List<String> classes = List.of("one", "two", "three");
    return List.of(
        new ConfusionMatrix("N=5, clean", classes, new long[][] {{9, 1, 0}, {2, 8, 0}, {0, 0, 10}}),
        new ConfusionMatrix(
            "N=5, attacked", classes, new long[][] {{2, 8, 0}, {7, 1, 2}, {0, 5, 5}}));
  }

  private static AttentionData attention() {
    return new AttentionData(
        "N=5",
        List.of("one", "two", "three"),
        List.of(
            new AttentionSummary(
                "clean",
                30,
                0.61,
                0.42,
                0.8,
                new long[] {0, 1, 2, 8, 9, 5, 3, 1, 1, 0},
                new double[] {0.9, 0.7, 0.85}),
            new AttentionSummary(
                "attacked",
                30,
                0.71,
                0.33,
                0.2,
                new long[] {0, 1, 10, 8, 7, 2, 1, 1, 0, 0},
                new double[] {0.3, 0.2, Double.NaN})));
  }

  private static List<GalleryItem> gallery(int examples) {
    StreetNumberGenerator generator = new StreetNumberGenerator(3);
    List<GalleryItem> items = new ArrayList<>();
    for (int i = 0; i < examples; i++) {
      float[] clean = generator.image(StreetNumberSplit.TEST, i, i).unitPixels();
      float[] attacked = clean.clone();
      SplittableRandom random = new SplittableRandom(i);
      for (int p = 0; p < attacked.length; p++) {
        attacked[p] =
            (float) Math.min(1, Math.max(0, attacked[p] + (random.nextBoolean() ? 0.02 : -0.02)));
      }
      boolean isFooled = i % 2 == 0;
      items.add(
          new GalleryItem(
              i,
              i % 3 == 0 ? "one" : "two",
              "N=5",
              i % 4 == 0 ? "fgsm" : "ifgsm-s10-c4",
              "known-index",
              0.02,
              0.02,
              EmbeddedImage.of(clean, ImageShape.RGB_32),
              EmbeddedImage.of(attacked, ImageShape.RGB_32),
              EmbeddedImage.difference(attacked, clean, ImageShape.RGB_32, 20),
              20,
              answer(generator, "one", true, 0.9),
              answer(generator, isFooled ? "three" : "one", !isFooled, isFooled ? 0.2 : 0.7)));
    }
    return items;
  }

  private static ShownAnswer answer(
      StreetNumberGenerator generator, String name, boolean isRight, double agreeing) {
    List<ShownAnswer.Neighbor> neighbors = new ArrayList<>();
    for (int n = 0; n < NEIGHBORS; n++) {
      boolean isSame = n < agreeing * NEIGHBORS;
      neighbors.add(
          new ShownAnswer.Neighbor(
              isSame ? name : "seven",
              isSame,
              0.4 / (n + 1),
              EmbeddedImage.of(
                  generator.image(StreetNumberSplit.EXTRA, n, n).unitPixels(), ImageShape.RGB_32)));
    }
    return new ShownAnswer(name, isRight, 0.83, agreeing, neighbors);
  }
}
