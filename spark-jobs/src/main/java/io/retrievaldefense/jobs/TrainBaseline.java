package io.retrievaldefense.jobs;

import io.retrievaldefense.cnn.CnnArchitecture;
import io.retrievaldefense.config.AdversarialConfig;
import io.retrievaldefense.config.ExtractorConfig.Learning;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.pipeline.Step;
import io.retrievaldefense.pipeline.StepContext;
import io.retrievaldefense.pipeline.StepSummary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains a public CNN apart from the extractor, where the configuration gives it layers of its own:
 * what an attacker has who knows of no defence.
 */
public final class TrainBaseline implements Step {

  /** Its name. */
  public static final String NAME = "train-baseline";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "train the public network, where it is another one than the extractor's";
  }

  @Override
  public boolean isPartOf(RunConfig config) {
    return config.baseline().isApart();
  }

  @Override
  public List<String> sections() {
    List<String> sections = new ArrayList<>(NetworkTraining.SECTIONS);
    sections.add("baseline");
    return sections;
  }

  @Override
  public List<String> inputs() {
    return List.of("prepare");
  }

  @Override
  public StepSummary run(StepContext context) throws IOException {
    return training(context.config()).run(context);
  }

  static CnnArchitecture architecture(RunConfig config, ImageShape shape, int classes) {
    return training(config).architecture(shape, classes);
  }

  private static NetworkTraining training(RunConfig config) {
    return new NetworkTraining(
        "baseline",
        config.baseline().layers(),
        "baseline",
        Learning.SUPERVISED,
        AdversarialConfig.OFF);
  }
}
