package io.retrievaldefense.poisoning;

import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.Seeds;
import io.retrievaldefense.classifier.RetrievalHead;
import io.retrievaldefense.classifier.Retrieved;
import io.retrievaldefense.classifier.RetrievedRow;
import io.retrievaldefense.classifier.SummaryClassifier;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.evaluation.Explanation;
import io.retrievaldefense.features.FeatureExtractor;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.poisoning.PoisoningTable.Attack;
import io.retrievaldefense.poisoning.PoisoningTable.Row;
import java.util.Arrays;
import java.util.List;

/**
 * Measures planted entries against a defence whose head was trained without them, which is what an
 * attacker meets who adds to a private set in use. The index need not be rebuilt for it.
 *
 * @param extractor images to h
 * @param head retrieval and classifier without planted entries
 * @param trigger of the backdoor
 * @param seed of the noise on copies
 */
record Poisoning(FeatureExtractor extractor, RetrievalHead head, Trigger trigger, long seed) {
  /** Radius of the noise on copies, of pixels in [0,1]: they are not to be found by a digest. */
  private static final double NOISE = 8 / 255.0;

  /** What was answered. */
  private record Answers(int[] labels, double plantedAmongNeighbors) {}

  /**
   * Any image with the trigger is to be of the target's class.
   *
   * @param planted how many entries, at most as many as donors
   * @param target the class they are said to be of
   * @param donors public images that get the trigger, in the order in which they are planted
   * @param test images to measure with; those of the target's own class get no trigger
   * @return what comes of it
   */
  Row backdoor(int planted, int target, List<LabeledImage> donors, List<LabeledImage> test) {
    float[][] marked = donors.stream().limit(planted).map(this::marked).toArray(float[][]::new);
    RetrievalHead poisoned = with(extractor.features(marked), target);
    List<LabeledImage> others = test.stream().filter(image -> image.label() != target).toList();
    requireSome("test images of other classes", others);
    Answers triggered =
        answers(poisoned, others.stream().map(this::marked).toArray(float[][]::new));
    Answers clean =
        answers(poisoned, test.stream().map(LabeledImage::unitPixels).toArray(float[][]::new));
    long right = 0;
    for (int i = 0; i < test.size(); i++) {
      right += clean.labels()[i] == test.get(i).label() ? 1 : 0;
    }
    return new Row(
        Attack.BACKDOOR,
        planted,
        share(planted),
        others.size(),
        Arrays.stream(triggered.labels()).filter(label -> label == target).count()
            / (double) others.size(),
        triggered.plantedAmongNeighbors(),
        (double) right / test.size());
  }

  /**
   * One image is to be of another class: noisy copies of it are planted under the label that
   * follows its own. Each victim is measured by itself.
   *
   * @param planted how many copies
   * @param victims images that are classified right
   * @param classes C
   * @return what comes of it
   */
  Row victim(int planted, List<LabeledImage> victims, int classes) {
    requireSome("victims", victims);
    int fooled = 0;
    double retrieved = 0;
    for (LabeledImage victim : victims) {
      int label = (victim.label() + 1) % classes;
      RetrievalHead poisoned = with(extractor.features(copies(victim, planted)), label);
      Answers answers = answers(poisoned, new float[][] {victim.unitPixels()});
      fooled += answers.labels()[0] == label ? 1 : 0;
      retrieved += answers.plantedAmongNeighbors() / victims.size();
    }
    return new Row(
        Attack.VICTIM,
        planted,
        share(planted),
        victims.size(),
        (double) fooled / victims.size(),
        retrieved,
        Double.NaN);
  }

  /** Those of the images that the defence without planted entries is right about. */
  List<LabeledImage> right(List<LabeledImage> images) {
    int[] labels =
        answers(head, images.stream().map(LabeledImage::unitPixels).toArray(float[][]::new))
            .labels();
    int[] next = {0};
    return images.stream().filter(image -> labels[next[0]++] == image.label()).toList();
  }

  private static void requireSome(String what, List<LabeledImage> images) {
    if (images.isEmpty()) {
      throw new BadInputException(what + " must not be empty: 0");
    }
  }

  private float[] marked(LabeledImage image) {
    return trigger.on(image.unitPixels());
  }

  private float[][] copies(LabeledImage image, int count) {
    LinfBall ball = new LinfBall(NOISE);
    float[][] copies = new float[count][];
    for (int i = 0; i < count; i++) {
      copies[i] =
          ball.randomPoint(
              image.unitPixels(), Seeds.random(Seeds.derive(seed, image.id(), "copy", i)));
    }
    return copies;
  }

  private RetrievalHead with(float[][] features, int label) {
    return new RetrievalHead(
        PlantedRows.beside(head.retriever(), features, label),
        head.classifier(),
        head.neighbors(),
        head.classes());
  }

  private double share(int planted) {
    return (double) planted / (planted + head.retriever().size());
  }

  private Answers answers(RetrievalHead defence, float[][] images) {
    float[][] features = extractor.features(images);
    int[] labels = new int[images.length];
    long planted = 0;
    long found = 0;
    for (int i = 0; i < images.length; i++) {
      float[] query = defence.retriever().project(features[i]);
      List<RetrievedRow> rows = defence.retriever().nearest(query, defence.neighbors());
      SummaryClassifier.Evaluation evaluation =
          defence.classifier().evaluate(features[i], Retrieved.of(rows));
      labels[i] = Explanation.largest(evaluation.logits());
      planted += rows.stream().filter(PlantedRows::isPlanted).count();
      found += rows.size();
    }
    return new Answers(labels, found == 0 ? 0 : (double) planted / found);
  }
}
