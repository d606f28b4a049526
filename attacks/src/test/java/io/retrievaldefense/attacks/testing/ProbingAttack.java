package io.retrievaldefense.attacks.testing;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackSession;
import io.retrievaldefense.attacks.Capability;
import io.retrievaldefense.attacks.Example;
import java.util.List;
import java.util.Set;

/** Asks for the scores of given one-pixel images, and returns the last of them. */
public class ProbingAttack implements Attack {
  private final List<Float> pixels;

  public ProbingAttack(List<Float> pixels) {
    this.pixels = pixels;
  }

  @Override
  public String name() {
    return "probing";
  }

  @Override
  public Set<Capability> needs() {
    return Set.of(Capability.SCORES);
  }

  @Override
  public float[] perturb(AttackSession session) {
    float[] last = session.original();
    for (float pixel : pixels) {
      last = new float[] {pixel};
      session.scores(last);
    }
    return last;
  }

  /** Class 1 below .2, class 0 above. */
  public static LinearModel onePixel() {
    return new LinearModel(new double[][] {{1}, {0}}, new double[] {0, .2});
  }

  /** An example of class 0. */
  public static Example pixel(float value) {
    return Example.untargeted(3, new float[] {value}, 0);
  }
}
