package io.retrievaldefense.export;

import static io.retrievaldefense.export.OnnxNetwork.channelsFirst;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.retrievaldefense.classifier.BaselineClassifier;
import io.retrievaldefense.classifier.LayerInput;
import io.retrievaldefense.classifier.Retrieved;
import io.retrievaldefense.classifier.SummaryClassifier;
import io.retrievaldefense.classifier.SummaryModel;
import io.retrievaldefense.classifier.SummaryOnnx;
import io.retrievaldefense.classifier.SummaryShape;
import io.retrievaldefense.cnn.CnnArchitecture;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnOnnx;
import io.retrievaldefense.cnn.FeatureLayer;
import io.retrievaldefense.cnn.Normalization;
import io.retrievaldefense.features.CnnFeatureExtractor;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.StreetNumberGenerator;
import io.retrievaldefense.images.StreetNumberSplit;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The exported networks compute what ours do. */
class NetworksInOnnxRuntimeTest {
  private static final float TOLERANCE = 1e-4f;
  private static final int IMAGES = 20;

  /** Every kind of layer, in every order that the network treats differently. */
  private static final String[] LAYERS = {
    "conv 6", "pool", "conv 5", "conv 7", "pool", "pool", "dense 24", "dense 12"
  };

  private static CnnModel model(ImageShape shape, String... layers) {
    float[] mean = {.4f, .5f, .45f};
    float[] deviation = {.2f, .25f, .3f};
    Normalization normalization =
        new Normalization(
            java.util.Arrays.copyOf(mean, shape.channels()),
            java.util.Arrays.copyOf(deviation, shape.channels()));
    CnnModel start =
        CnnModel.initialized(CnnArchitecture.of(shape, List.of(layers), 10), normalization, 3);
    // Biases start at zero, which would hide one that is left out.
    Random random = new Random(5);
    float[] parameters = start.parameters().clone();
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] += (float) (0.05 * random.nextGaussian());
    }
    return new CnnModel(start.architecture(), normalization, parameters);
  }

  private static float[][] streetNumbers() {
    StreetNumberGenerator generator = new StreetNumberGenerator(9);
    float[][] images = new float[IMAGES][];
    for (int i = 0; i < IMAGES; i++) {
      images[i] = generator.image(StreetNumberSplit.TEST, i, i).unitPixels();
    }
    return images;
  }

  private static float[][] noise(ImageShape shape) {
    Random random = new Random(1);
    float[][] images = new float[IMAGES][shape.length()];
    for (float[] image : images) {
      for (int i = 0; i < image.length; i++) {
        image[i] = random.nextFloat();
      }
    }
    return images;
  }

  private static void assertClose(float[][] actual, float[][] expected) {
    assertThat(actual).hasDimensions(expected.length, expected[0].length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).containsExactly(expected[i], offset(TOLERANCE));
    }
  }

  private static void compareLogits(CnnModel model, float[][] images) {
    ImageShape shape = model.architecture().input();
    try (BaselineClassifier ours = new BaselineClassifier(model, IMAGES);
        OnnxNetwork theirs = new OnnxNetwork(CnnOnnx.logits(model).toBytes("1", Map.of()))) {
      theirs.input(
          "image",
          channelsFirst(images, shape.channels()),
          shape.channels(),
          shape.height(),
          shape.width());
      assertClose(theirs.output("logits"), ours.logits(images));
    }
  }

  @Test
  void baselineOnGeneratedImages() {
    compareLogits(model(ImageShape.RGB_32, LAYERS), streetNumbers());
  }

  @ParameterizedTest
  @CsvSource({"9, 14, 3", "13, 8, 1"})
  void baselineOnImagesThatAreNotSquareOrGrey(int height, int width, int channels) {
    ImageShape shape = new ImageShape(height, width, channels);
    compareLogits(model(shape, LAYERS), noise(shape));
    compareLogits(model(shape, "pool", "conv 4", "dense 5"), noise(shape));
  }

  @ParameterizedTest
  @EnumSource(value = FeatureLayer.class, names = "MULTI_LAYER", mode = EnumSource.Mode.EXCLUDE)
  void extractor(FeatureLayer layer) {
    CnnModel model = model(ImageShape.RGB_32, LAYERS);
    float[][] images = streetNumbers();
    try (CnnFeatureExtractor ours = new CnnFeatureExtractor(model, layer, IMAGES);
        OnnxNetwork theirs =
            new OnnxNetwork(CnnOnnx.features(model, layer).toBytes("1", Map.of("a", "b")))) {
      theirs.input("image", channelsFirst(images, 3), 3, 32, 32);
      assertClose(theirs.output("feature"), ours.features(images));
      assertThat(theirs.metadata()).isEqualTo(Map.of("a", "b"));
    }
  }

  @Test
  void extractorOfSeveralLayersIsRefused() {
    CnnModel model = model(ImageShape.RGB_32, LAYERS);
    assertThatThrownBy(() -> CnnOnnx.features(model, FeatureLayer.MULTI_LAYER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("feature must be of one layer for ONNX: MULTI_LAYER");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 10})
  void head(int neighbors) {
    int length = 32;
    int classes = 7;
    for (SummaryShape shape :
        List.of(
            new SummaryShape(length, classes, List.of()),
            new SummaryShape(length, classes, List.of(20)),
            new SummaryShape(length, classes, List.of(20, 9)),
            new SummaryShape(length, classes, List.of(20, 9), LayerInput.FEATURE),
            new SummaryShape(length, classes, List.of(20, 9), LayerInput.BOTH))) {
      Random random = new Random(2);
      float[] parameters = new float[shape.parameterCount()];
      for (int i = 0; i < parameters.length; i++) {
        parameters[i] = (float) (0.3 * random.nextGaussian());
      }
      SummaryModel model = new SummaryModel(shape, neighbors, 2.75, parameters);
      compareHeads(model, random);
    }
  }

  private static void compareHeads(SummaryModel model, Random random) {
    int length = model.shape().featureLength();
    int classes = model.shape().classes();
    int n = model.neighbors();
    float[][] features = new float[IMAGES][length];
    float[][] neighborFeatures = new float[IMAGES][n * length];
    float[][] neighborLabels = new float[IMAGES][n * classes];
    float[][] logits = new float[IMAGES][classes];
    float[][] logProbabilities = new float[IMAGES][classes];
    float[][] attention = new float[IMAGES][n];
    SummaryClassifier ours = new SummaryClassifier(model);
    for (int i = 0; i < IMAGES; i++) {
      fill(features[i], random);
      float[][] rows = new float[n][length];
      int[] labels = new int[n];
      for (int j = 0; j < n; j++) {
        fill(rows[j], random);
        labels[j] = random.nextInt(classes);
        System.arraycopy(rows[j], 0, neighborFeatures[i], j * length, length);
        neighborLabels[i][j * classes + labels[j]] = 1;
      }
      var evaluation = ours.evaluate(features[i], new Retrieved(rows, labels));
      double sum = 0;
      for (double logit : evaluation.logits()) {
        sum += Math.exp(logit);
      }
      for (int c = 0; c < classes; c++) {
        logits[i][c] = (float) evaluation.logits()[c];
        logProbabilities[i][c] = (float) (evaluation.logits()[c] - Math.log(sum));
      }
      for (int j = 0; j < n; j++) {
        attention[i][j] = (float) evaluation.attention()[j];
      }
    }
    try (OnnxNetwork theirs = new OnnxNetwork(SummaryOnnx.graph(model).toBytes("1", Map.of()))) {
      theirs.input("feature", features, length);
      theirs.input("neighbor_features", neighborFeatures, n, length);
      theirs.input("neighbor_labels", neighborLabels, n, classes);
      assertClose(theirs.output("logits"), logits);
      assertClose(theirs.output("log_probabilities"), logProbabilities);
      assertClose(theirs.output("attention"), attention);
    }
  }

  private static void fill(float[] values, Random random) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.max(0, random.nextGaussian());
    }
  }
}
