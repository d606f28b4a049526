package io.retrievaldefense.attacks.evaluation;

import io.retrievaldefense.attacks.AttackPlan;
import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.Example;
import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What asking a model again of stored examples came to: every stored image is to be in bounds and
 * in its ball, and the model is to say of it what the row says. Audits of parts add up in any
 * order.
 *
 * @param examples how many were looked at
 * @param wrong how many of them are not as they should be
 * @param firstId the least id of those that are wrong; {@link Long#MAX_VALUE} if none is
 * @param firstComplaint what is wrong with it, empty if nothing is
 */
public record Audit(int examples, int wrong, long firstId, String firstComplaint)
    implements Serializable {

  /** Of no examples. */
  public static final Audit NONE = new Audit(0, 0, Long.MAX_VALUE, "");

  private static final int BATCH = AttackPlan.DEFAULT_BATCH_SIZE;

  /**
   * Audits rows.
   *
   * @param model that they are about
   * @param rows with their images
   * @param originals the attacked examples, all that rows are of
   */
  public static Audit of(
      AttackedModel model, Collection<AttackResult> rows, Collection<Example> originals) {
    Map<Long, Example> byId = new HashMap<>();
    originals.forEach(example -> byId.put(example.id(), example));
    List<AttackResult> list = List.copyOf(rows);
    Audit audit = NONE;
    for (int from = 0; from < list.size(); from += BATCH) {
      List<AttackResult> batch = list.subList(from, Math.min(from + BATCH, list.size()));
      int[] labels = model.labels(batch.stream().map(AttackResult::image).toArray(float[][]::new));
      for (int i = 0; i < labels.length; i++) {
        AttackResult row = batch.get(i);
        String complaint = complaint(row, labels[i], byId.get(row.exampleId()));
        audit =
            audit.plus(
                complaint.isEmpty()
                    ? new Audit(1, 0, Long.MAX_VALUE, "")
                    : new Audit(1, 1, row.exampleId(), complaint));
      }
    }
    return audit;
  }

  private static String complaint(AttackResult row, int label, Example original) {
    if (original == null) {
      return "is unknown";
    }
    if (!row.ball().contains(original.image(), row.image())) {
      return "leaves its ball or the bounds";
    }
    return label == row.labelAfter() ? "" : "is classified otherwise";
  }

  /** Of both. */
  public Audit plus(Audit other) {
    boolean isFirst =
        firstId < other.firstId
            || firstId == other.firstId && firstComplaint.compareTo(other.firstComplaint) <= 0;
    Audit first = isFirst ? this : other;
    return new Audit(
        examples + other.examples, wrong + other.wrong, first.firstId, first.firstComplaint);
  }

  /** The item of the checklist. */
  public Check check() {
    String item = "stored examples audited";
    if (examples == 0) {
      return Check.notMeasured(item);
    }
    String first = wrong == 0 ? "" : ", first: example %d %s".formatted(firstId, firstComplaint);
    return Check.passIf(wrong == 0, item, "%d of %d wrong%s".formatted(wrong, examples, first));
  }
}
