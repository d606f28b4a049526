package io.retrievaldefense.evaluation;

import io.retrievaldefense.attacks.AttackCounts;
import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.AttackStatus;
import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.evaluation.Check;
import io.retrievaldefense.attacks.evaluation.ModelChecks;
import io.retrievaldefense.report.EvaluatedModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;

/** The items of the checklist that ask the networks themselves. */
public final class NetworkChecks {

  private final ModelSource source;
  private final List<EvaluatedModel> models;
  private final List<Example> examples;
  private final long seed;

  /** A check of one model. */
  private interface ModelCheck {
    Check of(AttackedModel model);
  }

  /**
   * @param source used by the calling thread
   * @param models the baseline first
   * @param examples some of those that were attacked
   * @param seed of the planted attack
   */
  public NetworkChecks(
      ModelSource source, List<EvaluatedModel> models, List<Example> examples, long seed) {
    this.source = source;
    this.models = models;
    this.examples = examples;
    this.seed = seed;
  }

  /**
   * Determinism, logits, and the detector of dead gradients.
   *
   * @throws IOException if a model cannot be read
   */
  public List<Check> ofNetworks() throws IOException {
    float[][] images = examples.stream().map(Example::image).toArray(float[][]::new);
    List<Check> checks = new ArrayList<>();
    checks.add(
        perModel(
            "forward pass deterministic",
            model -> ModelChecks.forwardDeterministic(model, images)));
    checks.add(
        perModel(
            "logits attacked, not softmax", model -> ModelChecks.logitsAttacked(model, images)));
    checks.add(
        perModel(
            "detector fires on a planted gradient-killer",
            model ->
                ModelChecks.detectorFires(
                    model, new LinfBall(Campaign.ALARM_EPSILON), seed, examples)));
    return checks;
  }

  /**
   * Classifies stored examples afresh.
   *
   * @param originals all that were attacked
   * @param stored of one model
   * @throws IOException if a model cannot be read
   */
  public Check audit(List<Example> originals, Function<EvaluatedModel, List<StoredExample>> stored)
      throws IOException {
    CombinedCheck combined = new CombinedCheck("stored examples audited");
    for (EvaluatedModel model : models) {
      List<AttackResult> rows = stored.apply(model).stream().map(NetworkChecks::result).toList();
      combined.add(
          model.toString(),
          ModelChecks.storedExamplesAudited(
              source.model(ModelKey.asBuilt(model)), rows, originals));
    }
    return combined.check();
  }

  private static AttackResult result(StoredExample stored) {
    return new AttackResult(
        stored.exampleId(),
        stored.label(),
        OptionalInt.empty(),
        stored.attack(),
        ThreatModel.of(stored.threat()),
        new LinfBall(stored.epsilon()),
        stored.restart(),
        0,
        AttackStatus.COMPLETED,
        !stored.robust(),
        stored.norm(),
        stored.norm(),
        AttackCounts.NONE,
        stored.loss(),
        stored.label(),
        stored.labelAfter(),
        stored.image());
  }

  private Check perModel(String item, ModelCheck check) throws IOException {
    CombinedCheck combined = new CombinedCheck(item);
    for (EvaluatedModel model : models) {
      combined.add(model.toString(), check.of(source.model(ModelKey.asBuilt(model))));
    }
    return combined.check();
  }
}
