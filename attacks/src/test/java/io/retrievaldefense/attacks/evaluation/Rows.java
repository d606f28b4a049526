package io.retrievaldefense.attacks.evaluation;

import io.retrievaldefense.attacks.AttackCounts;
import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.AttackStatus;
import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.ThreatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Made-up result rows: examples 0 to n - 1, of which the first are broken. */
final class Rows {

  private Rows() {}

  static AttackResult row(long id, String attack, double epsilon, int labelAfter, double loss) {
    return row(id, attack, epsilon, labelAfter, loss, new AttackCounts(1, 2, 1, 0));
  }

  static AttackResult row(
      long id, String attack, double epsilon, int labelAfter, double loss, AttackCounts counts) {
    return row(id, attack, epsilon, labelAfter, loss, counts, AttackStatus.COMPLETED);
  }

  /** Of an attack that did not find where to start. */
  static AttackResult stuck(long id, String attack, double epsilon) {
    return row(id, attack, epsilon, 0, 1, new AttackCounts(0, 1, 0, 0), AttackStatus.NO_START);
  }

  /** Of an attack on a robust example that ended so. */
  static AttackResult ended(long id, String attack, double epsilon, AttackStatus status) {
    return row(id, attack, epsilon, 0, 1, new AttackCounts(1, 2, 1, 0), status);
  }

  /** Of an example that was not attacked. */
  static AttackResult misclassified(long id, String attack, double epsilon) {
    return row(id, attack, epsilon, 1, 1, AttackCounts.NONE, AttackStatus.ALREADY_MISCLASSIFIED);
  }

  private static AttackResult row(
      long id,
      String attack,
      double epsilon,
      int labelAfter,
      double loss,
      AttackCounts counts,
      AttackStatus status) {
    return new AttackResult(
        id,
        0,
        OptionalInt.empty(),
        attack,
        ThreatModel.KNOWN_INDEX,
        new LinfBall(epsilon),
        0,
        5,
        status,
        labelAfter != 0,
        epsilon,
        epsilon,
        counts,
        loss,
        0,
        labelAfter,
        new float[] {.5f});
  }

  static List<AttackResult> broken(String attack, double epsilon, int broken, int total) {
    return broken(attack, epsilon, 0, broken, total);
  }

  /** Of examples 0 to total - 1 those from {@code first} on are broken, so many of them. */
  static List<AttackResult> broken(
      String attack, double epsilon, int first, int broken, int total) {
    List<AttackResult> rows = new ArrayList<>();
    for (int id = 0; id < total; id++) {
      rows.add(row(id, attack, epsilon, id >= first && id < first + broken ? 1 : 0, 1));
    }
    return rows;
  }

  /** Of examples first to first + total - 1, of which the first are broken. */
  static List<AttackResult> sample(
      String attack, double epsilon, int first, int broken, int total) {
    return broken(attack, epsilon, first, broken, first + total).subList(first, first + total);
  }
}
