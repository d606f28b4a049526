package io.retrievaldefense.poisoning;

import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.Seeds;
import io.retrievaldefense.classifier.RetrievalHead;
import io.retrievaldefense.classifier.Retrieved;
import io.retrievaldefense.classifier.RetrievedRow;
import io.retrievaldefense.classifier.Softmax;
import io.retrievaldefense.classifier.SummaryClassifier;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.poisoning.Asking.Query;
import io.retrievaldefense.poisoning.PoisoningTable.Attack;
import io.retrievaldefense.poisoning.PoisoningTable.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures planted entries against a defence whose head was trained without them, which is what an
 * attacker meets who adds to a private set in use. The index need not be rebuilt for it.
 *
 * @param asking images to h
 * @param head retrieval and classifier without planted entries
 * @param trigger of the backdoor
 * @param seed of the noise on copies
 */
record Poisoning(Asking asking, RetrievalHead head, Trigger trigger, long seed) {
  /** Radius of the noise on copies, of pixels in [0,1]: they are not to be found by a digest. */
  private static final double NOISE = 8 / 255.0;

  /**
   * What was answered.
   *
   * @param labels of each query
   * @param plantedAmongNeighbors share of all neighbours
   */
  private record Answers(int[] labels, double plantedAmongNeighbors) {

    /** Share of the answers that are this label. */
    double share(int label) {
      return Arrays.stream(labels).filter(answer -> answer == label).count()
          / (double) labels.length;
    }
  }

  /**
   * Any image with the trigger is to be of the target's class.
   *
   * @param planted how many entries, for each row; at most as many as donors
   * @param target the class they are said to be of
   * @param donors public images that get the trigger, in the order in which they are planted
   * @param test to measure with; those of the target's own class get no trigger
   * @return what comes of it
   */
  List<Row> backdoor(
      List<Integer> planted, int target, List<LabeledImage> donors, List<Query> test) {
    List<LabeledImage> others =
        test.stream().map(Query::image).filter(image -> image.label() != target).toList();
    requireSome("test images of other classes", others);
    float[][] entries = features(asking.about("planting the trigger", donors, this::marked));
    List<Query> marked = asking.about("asking with the trigger", others, this::marked);
    List<Row> rows = new ArrayList<>();
    for (int k : planted) {
      RetrievalHead poisoned = with(Arrays.copyOf(entries, k), target);
      Answers triggered = answers(poisoned, marked);
      rows.add(
          new Row(
              Attack.BACKDOOR,
              k,
              share(k),
              others.size(),
              triggered.share(target),
              triggered.plantedAmongNeighbors(),
              (double) right(poisoned, test).size() / test.size()));
    }
    return rows;
  }

  /**
   * One image is to be of another class: noisy copies of it are planted under the label that
   * follows its own. Each victim is measured by itself.
   *
   * @param planted how many copies, for each row
   * @param victims that are classified right
   * @param classes C
   * @return what comes of it
   */
  List<Row> victims(List<Integer> planted, List<Query> victims, int classes) {
    requireSome("victims", victims);
    int most = planted.stream().mapToInt(k -> k).max().orElse(0);
    List<LabeledImage> images = victims.stream().map(Query::image).toList();
    // Of every victim one copy a pass, so that no more than features are kept.
    List<List<Query>> copies = new ArrayList<>();
    for (int c = 0; c < most; c++) {
      int copy = c;
      String what = "planting copy %d of %d of every victim".formatted(c + 1, most);
      copies.add(asking.about(what, images, image -> noisy(image, copy)));
    }
    return planted.stream().map(k -> victims(k, copies, victims, classes)).toList();
  }

  private Row victims(int planted, List<List<Query>> copies, List<Query> victims, int classes) {
    int fooled = 0;
    double retrieved = 0;
    for (int v = 0; v < victims.size(); v++) {
      Query victim = victims.get(v);
      int label = (victim.image().label() + 1) % classes;
      float[][] entries = new float[planted][];
      for (int i = 0; i < planted; i++) {
        entries[i] = copies.get(i).get(v).feature();
      }
      Answers answers = answers(with(entries, label), List.of(victim));
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
  List<Query> right(List<Query> images) {
    return right(head, images);
  }

  private static List<Query> right(RetrievalHead defence, List<Query> images) {
    int[] labels = answers(defence, images).labels();
    List<Query> right = new ArrayList<>();
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] == images.get(i).image().label()) {
        right.add(images.get(i));
      }
    }
    return right;
  }

  private static void requireSome(String what, List<?> images) {
    if (images.isEmpty()) {
      throw new BadInputException(what + " must not be empty: 0");
    }
  }

  private float[] marked(LabeledImage image) {
    return trigger.on(image.unitPixels());
  }

  private float[] noisy(LabeledImage image, int copy) {
    return new LinfBall(NOISE)
        .randomPoint(
            image.unitPixels(), Seeds.random(Seeds.derive(seed, image.id(), "copy", copy)));
  }

  private static float[][] features(List<Query> queries) {
    return queries.stream().map(Query::feature).toArray(float[][]::new);
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

  private static Answers answers(RetrievalHead defence, List<Query> queries) {
    int[] labels = new int[queries.size()];
    long planted = 0;
    long found = 0;
    for (int i = 0; i < labels.length; i++) {
      float[] feature = queries.get(i).feature();
      List<RetrievedRow> rows =
          defence.retriever().nearest(defence.retriever().project(feature), defence.neighbors());
      SummaryClassifier.Evaluation evaluation =
          defence.classifier().evaluate(feature, Retrieved.of(rows));
      labels[i] = Softmax.largest(evaluation.logits());
      planted += rows.stream().filter(PlantedRows::isPlanted).count();
      found += rows.size();
    }
    return new Answers(labels, found == 0 ? 0 : (double) planted / found);
  }
}
