package io.retrievaldefense.evaluation;

import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.evaluation.Check;
import io.retrievaldefense.attacks.evaluation.ModelChecks;
import io.retrievaldefense.report.EvaluatedModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

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

  private Check perModel(String item, ModelCheck check) throws IOException {
    CombinedCheck combined = new CombinedCheck(item);
    for (EvaluatedModel model : models) {
      combined.add(model.toString(), check.of(source.model(ModelKey.asBuilt(model))));
    }
    return combined.check();
  }
}
