package io.retrievaldefense.jobs;

import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.cnn.FeatureLayer;
import io.retrievaldefense.config.ExtractorConfig;
import io.retrievaldefense.indexing.ExtractorDigests;
import io.retrievaldefense.model.ModelFormatException;
import io.retrievaldefense.pipeline.StepContext;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The trained network as it is broadcast: the bytes of its file, and which layer is h.
 *
 * @param bytes of the model file
 * @param layer whose activations are h
 */
record ExtractorModel(byte[] bytes, FeatureLayer layer) implements Serializable {

  static final String FILE = "cnn.model";

  /** Of the run that a step is part of. */
  static ExtractorModel of(StepContext context) throws IOException {
    ExtractorConfig config = context.config().extractor();
    return read(context.input(step(config)), config, context.hadoop());
  }

  /** The name of the step that makes it: the last that changes the network. */
  static String step(ExtractorConfig config) {
    return config.attentionTuning().isOn() ? TuneExtractor.NAME : TrainExtractor.NAME;
  }

  static ExtractorModel read(Path step, ExtractorConfig config, Configuration hadoop)
      throws IOException {
    Path file = new Path(step, FILE);
    byte[] bytes = StepFiles.read(file, hadoop);
    CnnModelFile.parse(bytes, file.toString());
    return new ExtractorModel(bytes, FeatureLayer.valueOf(config.feature().name()));
  }

  CnnModel model() {
    try {
      return CnnModelFile.parse(bytes, FILE);
    } catch (ModelFormatException e) {
      throw new IllegalStateException("a broadcast model must be whole", e);
    }
  }

  /** Of network and layer. */
  String digest() {
    return ExtractorDigests.of(bytes, layer);
  }
}
