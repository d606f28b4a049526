package io.retrievaldefense.jobs;

import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.cnn.FeatureLayer;
import io.retrievaldefense.config.ExtractorConfig;
import io.retrievaldefense.model.ModelFile;
import io.retrievaldefense.model.ModelFormatException;
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

  String digest() {
    return ModelFile.digest(bytes);
  }
}
