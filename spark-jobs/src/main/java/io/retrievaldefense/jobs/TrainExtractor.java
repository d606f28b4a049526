package io.retrievaldefense.jobs;

import io.retrievaldefense.cnn.CnnArchitecture;
import io.retrievaldefense.cnn.TrainingOptions;
import io.retrievaldefense.config.ExtractorConfig;
import io.retrievaldefense.config.ImportedModelConfig;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.pipeline.Step;
import io.retrievaldefense.pipeline.StepContext;
import io.retrievaldefense.pipeline.StepSummary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * Trains the CNN whose features the defence retrieves by: the baseline too, where no other network
 * is.
 */
public final class TrainExtractor implements Step {

  /** Its name. */
  public static final String NAME = "train-extractor";

  static final String HISTORY = NetworkTraining.HISTORY;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "train the convolutional network that is both baseline and feature extractor";
  }

  @Override
  public List<String> sections() {
    List<String> sections = new ArrayList<>(NetworkTraining.SECTIONS);
    sections.add("extractor.model");
    sections.add("extractor.learning");
    sections.add("extractor.layers");
    sections.add("extractor.adversarial");
    return sections;
  }

  @Override
  public List<String> inputs() {
    return List.of("prepare");
  }

  @Override
  public String externalInputs(RunConfig config, Configuration hadoop) throws IOException {
    ImportedModelConfig imported = config.importedModel();
    return imported.isPresent() ? ImportedExtractor.digest(imported.file(), hadoop) : "";
  }

  @Override
  public StepSummary run(StepContext context) throws IOException {
    ImportedModelConfig imported = context.config().importedModel();
    if (imported.isPresent()) {
      return ImportedExtractor.write(context, imported.file());
    }
    return training(context.config().extractor()).run(context);
  }

  static CnnArchitecture architecture(ExtractorConfig config, ImageShape shape, int classes) {
    return training(config).architecture(shape, classes);
  }

  static TrainingOptions options(RunConfig run) {
    return training(run.extractor()).options(run);
  }

  static NetworkTraining training(ExtractorConfig config) {
    return new NetworkTraining(
        "extractor", config.layers(), "extractor", config.learning(), config.adversarial());
  }
}
