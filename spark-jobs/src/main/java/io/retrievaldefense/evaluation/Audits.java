package io.retrievaldefense.evaluation;

import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.evaluation.Audit;
import io.retrievaldefense.attacks.evaluation.Check;
import io.retrievaldefense.report.EvaluatedModel;
import java.io.IOException;
import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Audits of stored examples, by the model that they are about. Audits of parts add up in any order.
 *
 * @param byModel those of the models of which there are stored examples
 */
public record Audits(Map<EvaluatedModel, Audit> byModel) implements Serializable {

  /** Of no examples. */
  public static final Audits NONE = new Audits(Map.of());

  /** Copies. */
  public Audits {
    byModel = new TreeMap<>(byModel);
  }

  /**
   * Asks the models again.
   *
   * @param models of the calling thread
   * @param stored in any order
   * @param originals all that the stored ones are of
   * @throws IOException if a model cannot be read
   */
  public static Audits of(
      ModelSource models, Collection<StoredExample> stored, Collection<Example> originals)
      throws IOException {
    Map<EvaluatedModel, List<StoredExample>> byModel =
        stored.stream().collect(Collectors.groupingBy(StoredExample::model));
    Map<EvaluatedModel, Audit> audits = new TreeMap<>();
    for (var entry : byModel.entrySet()) {
      audits.put(
          entry.getKey(),
          Audit.of(
              models.model(ModelKey.asBuilt(entry.getKey())),
              entry.getValue().stream().map(StoredExample::result).toList(),
              originals));
    }
    return new Audits(audits);
  }

  /** Of both. */
  public Audits plus(Audits other) {
    Map<EvaluatedModel, Audit> sum = new TreeMap<>(byModel);
    other.byModel.forEach((model, audit) -> sum.merge(model, audit, Audit::plus));
    return new Audits(sum);
  }

  /** The item of the checklist, which asks for all of the models. */
  public Check check(Collection<EvaluatedModel> models) {
    CombinedCheck combined = new CombinedCheck("stored examples audited");
    for (EvaluatedModel model : models) {
      combined.add(model.toString(), byModel.getOrDefault(model, Audit.NONE).check());
    }
    return combined.check();
  }
}
