package io.retrievaldefense.detection;

import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * PGD by an attacker who knows detector and thresholds: it climbs the cross-entropy, less a penalty
 * on signals above their thresholds, for several penalties and none, and keeps of all points of
 * another class the one that is suspected least: whatever the threshold on all signals together, no
 * point of these passes if that one does not. Retrieval is run again at every step; for each
 * penalty the gradient of one run holds the neighbours and that of another goes through a soft
 * retrieval. One start of each: a careful attacker does more, so what is left is an upper bound.
 *
 * @param epsilon radius of the Linf ball, of pixels in [0,1]
 * @param steps of each run
 * @param penalties in turn; 0 is added as the last where it is missing
 * @param seed of the starts
 */
public record AdaptiveAttack(double epsilon, int steps, List<Double> penalties, long seed) {

  /** Of epsilon, over the steps: every point of the ball can be reached (Madry et al. 2018). */
  private static final double STEP = 2.5;

  /** Checks the numbers. */
  public AdaptiveAttack {
    new LinfBall(epsilon);
    penalties = List.copyOf(penalties);
    if (steps < 1 || penalties.isEmpty()) {
      throw new IllegalArgumentException(
          "adaptive attack must have a step and a penalty: " + steps + " and " + penalties);
    }
    if (!penalties.contains(0.0)) {
      // What evades by chance while it climbs the loss alone counts too.
      penalties = Stream.concat(penalties.stream(), Stream.of(0.0)).toList();
    }
  }

  /**
   * @param watched what is attacked
   * @param detector what is to be evaded
   * @param images at most a batch, pixels in [0,1]
   * @param labels their true classes
   * @param ids of the images, for their starts
   * @return for each image what the defence tells of the point of another class that all signals
   *     together suspect least; empty if no point was of another class
   */
  public List<Optional<Evidence>> attack(
      Watched watched, Detector detector, float[][] images, int[] labels, long[] ids) {
    LinfBall ball = new LinfBall(epsilon);
    Quietest quietest = new Quietest(detector, labels, new Evidence[images.length]);
    for (Watched.Retrieval back : Watched.Retrieval.values()) {
      String name = back == Watched.Retrieval.HELD ? "adaptive" : "adaptive soft";
      for (int p = 0; p < penalties.size(); p++) {
        float[][] points = new float[images.length][];
        for (int i = 0; i < images.length; i++) {
          RandomGenerator random = Seeds.random(Seeds.derive(seed, ids[i], name, p));
          points[i] = ball.randomPoint(images[i], random);
        }
        for (int step = 0; step < steps; step++) {
          Watched.Slopes slopes = watched.slopes(points, labels, detector, penalties.get(p), back);
          quietest.look(slopes.evidence());
          for (int i = 0; i < images.length; i++) {
            float[] climbed = ball.ascend(points[i], slopes.gradient()[i], STEP * epsilon / steps);
            points[i] = ball.project(images[i], climbed);
          }
        }
        quietest.look(watched.evidence(points));
      }
    }
    return Arrays.stream(quietest.found()).map(Optional::ofNullable).toList();
  }

  /** Of each image's points of another class the least suspected one, null before there is one. */
  private record Quietest(Detector detector, int[] labels, Evidence[] found) {

    void look(List<Evidence> evidence) {
      for (int i = 0; i < found.length; i++) {
        Evidence point = evidence.get(i);
        if (point.label() != labels[i] && isQuieter(point, found[i])) {
          found[i] = point;
        }
      }
    }

    private boolean isQuieter(Evidence evidence, Evidence than) {
      return than == null || detector.combined(evidence) < detector.combined(than);
    }
  }
}
