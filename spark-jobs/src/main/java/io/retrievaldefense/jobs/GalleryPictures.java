package io.retrievaldefense.jobs;

import io.retrievaldefense.evaluation.Explanation;
import io.retrievaldefense.evaluation.Explanation.WeighedNeighbor;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.report.EmbeddedImage;
import io.retrievaldefense.report.GalleryItem;
import io.retrievaldefense.report.ShownAnswer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The examples that the gallery shows, of every outcome and class in turn. */
final class GalleryPictures {
  private static final int SHOWN = 48;
  private static final int SHOWN_NEIGHBORS = 5;

  /** A difference of epsilon is shown as this much of the way from grey. */
  private static final double CONTRAST = 0.4;

  private final ImageShape shape;
  private final List<String> classes;

  GalleryPictures(ImageShape shape, List<String> classes) {
    this.shape = shape;
    this.classes = classes;
  }

  /** The examples to show: those that were right before the attack, kinds in turn, by id. */
  static List<ExplainedExample> chosen(List<ExplainedExample> examples) {
    Map<String, Deque<ExplainedExample>> kinds = new TreeMap<>();
    for (ExplainedExample example : examples) {
      if (example.before().label() == example.clean().label()) {
        kinds.computeIfAbsent(kind(example), kind -> new ArrayDeque<>()).add(example);
      }
    }
    List<ExplainedExample> chosen = new ArrayList<>();
    while (chosen.size() < SHOWN && kinds.values().stream().anyMatch(left -> !left.isEmpty())) {
      for (Deque<ExplainedExample> left : kinds.values()) {
        if (!left.isEmpty() && chosen.size() < SHOWN) {
          chosen.add(left.poll());
        }
      }
    }
    return chosen;
  }

  private static String kind(ExplainedExample example) {
    int label = example.clean().label();
    boolean isRetrievalKept = example.after().purity(label) >= 0.5;
    return example.withstood() + " " + isRetrievalKept + " " + label;
  }

  /** Ids of the private images that will be shown. */
  static Set<Long> neighbors(List<ExplainedExample> chosen) {
    return chosen.stream()
        .flatMap(example -> Stream.of(example.before(), example.after()))
        .flatMap(answer -> answer.neighbors().stream().limit(SHOWN_NEIGHBORS))
        .map(WeighedNeighbor::id)
        .collect(Collectors.toSet());
  }

  /** What is shown of an example, given the private images by id. */
  GalleryItem item(ExplainedExample example, Map<Long, LabeledImage> privateImages) {
    float[] clean = example.clean().unitPixels();
    float[] attacked = example.stored().image();
    double epsilon = example.stored().epsilon();
    long times = Math.max(1, Math.round(CONTRAST / Math.max(epsilon, 1e-3)));
    int label = example.clean().label();
    return new GalleryItem(
        example.clean().id(),
        classes.get(label),
        example.stored().model().toString(),
        example.stored().attack(),
        example.stored().crafted(),
        epsilon,
        example.stored().norm(),
        EmbeddedImage.of(clean, shape),
        EmbeddedImage.of(attacked, shape),
        EmbeddedImage.difference(attacked, clean, shape, times),
        times,
        answer(example.before(), label, privateImages),
        answer(example.after(), label, privateImages));
  }

  private ShownAnswer answer(
      Explanation explanation, int label, Map<Long, LabeledImage> privateImages) {
    List<ShownAnswer.Neighbor> shown = new ArrayList<>();
    for (WeighedNeighbor neighbor :
        explanation.neighbors().stream().limit(SHOWN_NEIGHBORS).toList()) {
      shown.add(
          new ShownAnswer.Neighbor(
              classes.get(neighbor.label()),
              neighbor.label() == label,
              neighbor.weight(),
              EmbeddedImage.of(privateImages.get(neighbor.id()).unitPixels(), shape)));
    }
    int answer = explanation.label();
    return new ShownAnswer(
        classes.get(answer),
        answer == label,
        explanation.probabilities()[answer],
        explanation.purity(label),
        shown);
  }
}
