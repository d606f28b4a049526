package io.retrievaldefense.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.attacks.testing.AttackCatalogue;
import io.retrievaldefense.attacks.testing.CurvedModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every attack in every ball. */
class AttackInvariantsTest {

  private static final int EXAMPLES = 9;

  private final CurvedModel model = new CurvedModel(11, 27, 16, 5);

  static List<AttackCatalogue.Entry> entries() {
    return AttackCatalogue.entries();
  }

  static List<Attack> attacks() {
    return AttackCatalogue.attacks();
  }

  private AttackPlan plan(AttackCatalogue.Entry entry) {
    return AttackPlan.of(entry.attack(), entry.ball(), ThreatModel.KNOWN_INDEX, 42);
  }

  private static void assertSame(AttackResult actual, AttackResult expected) {
    assertThat(actual).usingRecursiveComparison().withStrictTypeChecking().isEqualTo(expected);
    assertThat(actual.image()).containsExactly(expected.image());
    assertThat(actual.bestLoss()).isEqualTo(expected.bestLoss());
  }

  @ParameterizedTest
  @MethodSource("entries")
  void theStoredImageIsInTheBallAndInBoundsAndItsColumnsAreTrue(AttackCatalogue.Entry entry) {
    List<Example> examples = model.examples(EXAMPLES, 5);

    List<AttackResult> results = AttackHarness.run(plan(entry), model, examples);

    for (int i = 0; i < EXAMPLES; i++) {
      AttackResult result = results.get(i);
      float[] original = examples.get(i).image();
      assertThat(result.exampleId()).isEqualTo(examples.get(i).id());
      for (float pixel : result.image()) {
        assertThat(pixel).isBetween(0f, 1f);
      }
      double norm = entry.ball().norm().distance(original, result.image());
      assertThat(norm).isLessThanOrEqualTo(entry.ball().epsilon() + 1e-6);
      assertThat(result.norm()).isEqualTo(norm);
      int label = model.labels(new float[][] {result.image()})[0];
      assertThat(result.labelAfter()).isEqualTo(label);
      assertThat(result.success()).isEqualTo(label != result.label());
    }
  }

  /**
   * Any epsilon, from less than a grey level to all there is, and pixels that are black or white.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyEpsilonIsKept(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double epsilon = Math.pow(10, -4 * random.nextDouble());
    List<Example> examples = new ArrayList<>();
    for (Example example : model.examples(4, seed)) {
      float[] image = example.image().clone();
      for (int i = 0; i < image.length; i++) {
        image[i] = random.nextInt(3) == 0 ? Math.round(image[i]) : image[i];
      }
      int label = model.labels(new float[][] {image})[0];
      examples.add(Example.untargeted(example.id(), image, label));
    }
    for (Attack attack : attacks()) {
      for (Ball ball : AttackCatalogue.ballsOf(attack, epsilon, epsilon)) {
        AttackPlan plan = AttackPlan.of(attack, ball, ThreatModel.KNOWN_INDEX, seed);
        List<AttackResult> results = AttackHarness.run(plan, model, examples);
        for (int i = 0; i < results.size(); i++) {
          float[] stored = results.get(i).image();
          assertThat(ball.norm().distance(examples.get(i).image(), stored))
              .as("%s in %s", attack.name(), ball)
              .isLessThanOrEqualTo(epsilon + 1e-6);
          assertThat(Pixels.firstOutOfBounds(stored)).isNegative();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("entries")
  void aBatchOfOneGivesWhatABatchOfManyGives(AttackCatalogue.Entry entry) {
    List<Example> examples = model.examples(EXAMPLES, 5);
    List<AttackResult> together = AttackHarness.run(plan(entry), model, examples);

    for (int i = 0; i < EXAMPLES; i++) {
      AttackResult alone = AttackHarness.run(plan(entry), model, examples.subList(i, i + 1)).get(0);
      assertSame(alone, together.get(i));
    }
  }

  @ParameterizedTest
  @MethodSource("entries")
  void anyOrderAndAnyBatchSizeGiveTheSameBytes(AttackCatalogue.Entry entry) {
    List<Example> examples = model.examples(EXAMPLES, 5);
    List<AttackResult> results = AttackHarness.run(plan(entry), model, examples);
    List<Example> shuffled = new ArrayList<>(examples);
    Collections.shuffle(shuffled, new Random(3));

    List<AttackResult> again = AttackHarness.run(plan(entry).inBatchesOf(4), model, shuffled);

    for (AttackResult result : again) {
      int at = (int) (result.exampleId() - examples.get(0).id());
      assertSame(result, results.get(at));
    }
  }

  @ParameterizedTest
  @MethodSource("entries")
  void stoppingOnSuccessFindsTheSameExamples(AttackCatalogue.Entry entry) {
    List<Example> examples = model.examples(EXAMPLES, 5);
    List<AttackResult> full = AttackHarness.run(plan(entry), model, examples);

    List<AttackResult> stopped =
        AttackHarness.run(plan(entry).with(Stopping.ON_SUCCESS), model, examples);

    boolean keepsBest = entry.attack().selection(entry.ball()) == Selection.HIGHEST_LOSS;
    for (int i = 0; i < EXAMPLES; i++) {
      if (keepsBest) {
        assertThat(stopped.get(i).success()).isEqualTo(full.get(i).success());
      }
      assertThat(stopped.get(i).counts().queries())
          .isLessThanOrEqualTo(full.get(i).counts().queries());
    }
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void anEpsilonOfZeroReturnsTheInputBitForBit(Attack attack) {
    List<Example> examples = new ArrayList<>(model.examples(3, 5));
    float[] negativeZero = examples.get(0).image().clone();
    negativeZero[0] = -0f;
    examples.set(0, Example.untargeted(1, negativeZero, examples.get(0).label()));
    for (Ball ball : AttackCatalogue.ballsOf(attack, 0, 0)) {
      AttackPlan plan = AttackPlan.of(attack, ball, ThreatModel.KNOWN_INDEX, 42);

      for (AttackResult result : AttackHarness.run(plan, model, examples)) {
        float[] original =
            examples.stream().filter(e -> e.id() == result.exampleId()).findFirst().get().image();
        for (int i = 0; i < original.length; i++) {
          assertThat(Float.floatToRawIntBits(result.image()[i]))
              .isEqualTo(Float.floatToRawIntBits(original[i]));
        }
        assertThat(result.norm()).isZero();
        assertThat(result.success()).isFalse();
      }
    }
  }
}
