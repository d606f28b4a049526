package io.retrievaldefense.attacks;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A model under test and its answers to the clean examples, found once for any number of attacks.
 */
public final class TestSubject {

  private final AttackedModel model;
  private final List<Example> examples;
  private final List<Verdict> clean;

  private TestSubject(AttackedModel model, List<Example> examples, List<Verdict> clean) {
    this.model = model;
    this.examples = examples;
    this.clean = clean;
  }

  /**
   * Classifies the clean examples.
   *
   * @param batchSize rows of a model call
   * @throws IllegalArgumentException before any work, if the examples are not of the model's shape
   *     or two have one id
   */
  public static TestSubject of(AttackedModel model, List<Example> examples, int batchSize) {
    checkFit(model, examples);
    List<float[]> images = examples.stream().map(Example::image).toList();
    return new TestSubject(model, List.copyOf(examples), Verdict.of(model, images, batchSize));
  }

  static void checkFit(AttackedModel model, List<Example> examples) {
    Set<Long> seen = new HashSet<>();
    for (Example example : examples) {
      example.checkFits(model);
      if (!seen.add(example.id())) {
        throw new IllegalArgumentException("example id must be unique: " + example.id());
      }
    }
  }

  /** The model. */
  public AttackedModel model() {
    return model;
  }

  /** The examples. */
  public List<Example> examples() {
    return examples;
  }

  /**
   * The classes predicted for the clean images [n], {@link AttackResult#NO_LABEL} where the answer
   * is not finite.
   */
  public int[] cleanLabels() {
    return clean.stream().mapToInt(Verdict::label).toArray();
  }

  Verdict clean(int i) {
    return clean.get(i);
  }

  /** What is misclassified clean is not attacked, and nothing is in a ball of radius 0. */
  boolean isAttacked(int i, AttackPlan plan) {
    return clean.get(i).label() == examples.get(i).label() && plan.ball().epsilon() > 0;
  }
}
