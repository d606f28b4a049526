package io.retrievaldefense.attacks.retrieval;

import io.retrievaldefense.attacks.Candidate;
import io.retrievaldefense.attacks.RetrievalAccess;
import java.util.List;
import java.util.function.IntPredicate;

/** Looks for rows of some classes, near or far. */
final class NearestRows {

  /** By how much the search widens until it finds one. */
  private static final int WIDENING = 4;

  private NearestRows() {}

  /**
   * The M nearest rows, or as many times four as it takes for one of them to be of a wanted class:
   * around an example that is well within its class there is no other among the first hundreds.
   * Without one where the index finds none at all.
   *
   * @param candidates M
   * @param wanted the classes
   */
  static List<Candidate> reaching(
      RetrievalAccess index, float[] projected, int candidates, IntPredicate wanted) {
    int count = candidates;
    while (true) {
      List<Candidate> nearest = index.nearest(projected, count);
      if (count >= index.size() || nearest.stream().mapToInt(Candidate::label).anyMatch(wanted)) {
        return nearest;
      }
      count = (int) Math.min(index.size(), (long) WIDENING * count);
    }
  }
}
