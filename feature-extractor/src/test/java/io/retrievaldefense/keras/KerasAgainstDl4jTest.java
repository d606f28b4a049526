package io.retrievaldefense.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.cnn.CnnArchitecture;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnNetwork;
import io.retrievaldefense.cnn.FeatureLayer;
import io.retrievaldefense.cnn.Normalization;
import io.retrievaldefense.images.ImageShape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.modelimport.keras.KerasModelImport;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The network that is read is the one that DL4J's importer makes of the same file. */
class KerasAgainstDl4jTest {
  private static final ImageShape SHAPE = new ImageShape(8, 8, 3);
  private static final int IMAGES = 4;

  private static final String INITIALIZERS =
      """
      "use_bias": true, "trainable": true, "dtype": "float32",
      "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": null}},
      "bias_initializer": {"class_name": "Zeros", "config": {}},
      "kernel_regularizer": null, "bias_regularizer": null, "activity_regularizer": null,
      "kernel_constraint": null, "bias_constraint": null""";

  private static final List<String> LAYERS =
      List.of(
          """
          {"class_name": "Conv2D", "config": {"name": "c1", "filters": 6, "kernel_size": [3, 3],
            "batch_input_shape": [null, 8, 8, 3], "strides": [1, 1], "padding": "same",
            "data_format": "channels_last", "dilation_rate": [1, 1], "activation": "relu",
          """
              + INITIALIZERS
              + "}}",
          """
          {"class_name": "MaxPooling2D", "config": {"name": "p1", "pool_size": [2, 2],
            "padding": "valid", "strides": [2, 2], "data_format": "channels_last"}}""",
          """
          {"class_name": "Conv2D", "config": {"name": "c2", "filters": 5, "kernel_size": [3, 3],
            "strides": [1, 1], "padding": "same", "data_format": "channels_last",
            "dilation_rate": [1, 1], "activation": "relu",
          """
              + INITIALIZERS
              + "}}",
          """
          {"class_name": "Flatten", "config": {"name": "f", "data_format": "channels_last"}}""",
          """
          {"class_name": "Dense", "config": {"name": "d1", "units": 7, "activation": "relu",
          """
              + INITIALIZERS
              + "}}",
          """
          {"class_name": "Dense", "config": {"name": "d2", "units": 3, "activation": "softmax",
          """
              + INITIALIZERS
              + "}}");

  @TempDir private Path folder;

  private Path file(CnnModel model) {
    float[] p = model.parameters();
    Path path = folder.resolve("m.h5");
    try (KerasFile file = new KerasFile(path)) {
      file.config(
          "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"s\", \"layers\": ["
              + String.join(",", LAYERS)
              + "]}}");
      file.attribute("keras_version", "2.4.0");
      file.attribute("backend", "tensorflow");
      int at = 0;
      at = layer(file, "c1", p, at, 6, 3, 3, 3, 6);
      at = layer(file, "c2", p, at, 5, 3, 3, 6, 5);
      at = layer(file, "d1", p, at, 7, 4 * 4 * 5, 7);
      at = layer(file, "d2", p, at, 3, 7, 3);
      assertThat(at).isEqualTo(p.length);
    }
    return path;
  }

  private static int layer(
      KerasFile file, String name, float[] all, int from, int biases, long... shape) {
    int weights = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    file.parameter(name, "kernel:0", Arrays.copyOfRange(all, from, from + weights), shape);
    int end = from + weights + biases;
    file.parameter(name, "bias:0", Arrays.copyOfRange(all, from + weights, end), biases);
    return end;
  }

  /** Weights as they are drawn, and biases that are not 0. */
  private static CnnModel drawn() {
    CnnArchitecture architecture =
        CnnArchitecture.of(SHAPE, List.of("conv 6", "pool", "conv 5", "dense 7"), 3);
    Normalization none = new Normalization(new float[3], new float[] {1, 1, 1});
    float[] parameters = CnnModel.initialized(architecture, none, 3).parameters().clone();
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] += (float) random.nextDouble(-0.1, 0.1);
    }
    return new CnnModel(architecture, none, parameters);
  }

  @Test
  void sameProbabilitiesAsDl4jsOwnImport() throws Exception {
    Path path = file(drawn());
    CnnModel read = KerasModel.read(path, 1);
    MultiLayerNetwork imported =
        KerasModelImport.importKerasSequentialModelAndWeights(path.toString(), false);

    SplittableRandom random = new SplittableRandom(9);
    float[][] images = new float[IMAGES][SHAPE.length()];
    for (float[] image : images) {
      for (int i = 0; i < image.length; i++) {
        image[i] = (float) random.nextDouble();
      }
    }
    INDArray batch = Nd4j.create(images).reshape(IMAGES, 8, 8, 3);
    float[][] expected = imported.output(batch).toFloatMatrix();
    float[][] actual = logits(read, images);
    for (int n = 0; n < IMAGES; n++) {
      double sum = 0;
      for (float logit : actual[n]) {
        sum += Math.exp(logit);
      }
      for (int c = 0; c < expected[n].length; c++) {
        assertThat(Math.exp(actual[n][c]) / sum).isCloseTo(expected[n][c], within(1e-5));
      }
    }
  }

  private static float[][] logits(CnnModel model, float[][] images) {
    try (CnnNetwork network =
        new CnnNetwork(model, FeatureLayer.PENULTIMATE, images.length, DataType.FLOAT)) {
      network.pixels().assign(Nd4j.create(images).reshape(network.pixels().shape()));
      network.forward();
      return network.logits().toFloatMatrix();
    }
  }
}
