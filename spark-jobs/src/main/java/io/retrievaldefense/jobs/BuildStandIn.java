package io.retrievaldefense.jobs;

import io.retrievaldefense.config.AttacksConfig.StandInLabels;
import io.retrievaldefense.config.AttacksConfig.StandInProjection;
import io.retrievaldefense.config.AttacksConfig.Threat;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.pipeline.Step;
import io.retrievaldefense.pipeline.StepContext;
import io.retrievaldefense.pipeline.StepSummary;
import java.io.IOException;
import java.util.List;

/**
 * The index that an attacker without the private set attacks through: the training images, which
 * are taken to be public, hashed as the private set is, and projected by the same W or, where that
 * is secret, by one of the attacker's own.
 */
public final class BuildStandIn implements Step {

  static final String NAME = "build-stand-in";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "build the index of public images that an attacker has";
  }

  @Override
  public List<String> sections() {
    return List.of(
        "seed",
        "index",
        "attacks.threats",
        "attacks.stand-in-rows",
        "attacks.stand-in-labels",
        "attacks.stand-in-projection");
  }

  @Override
  public List<String> inputs() {
    return List.of("prepare", "extract-features", "build-index", "train-classifier");
  }

  @Override
  public List<String> inputs(RunConfig config) {
    return config.attacks().standInLabels() == StandInLabels.ANSWERS
        ? inputs()
        : List.of("prepare", "extract-features");
  }

  @Override
  public StepSummary run(StepContext context) throws IOException {
    if (!context.config().attacks().threats().contains(Threat.PRIVATE_INDEX)) {
      return StepSummary.of("not needed, no threat model asks for it");
    }
    if (context.config().attacks().standInProjection() == StandInProjection.KNOWN) {
      return BuildIndex.build(context, IndexedFeatures.of(context, Split.TRAINING));
    }
    IndexedFeatures own = IndexedFeatures.underAttackersProjection(context, Split.TRAINING);
    own.info().write(context.output(), context.hadoop());
    return BuildIndex.build(context, own);
  }
}
