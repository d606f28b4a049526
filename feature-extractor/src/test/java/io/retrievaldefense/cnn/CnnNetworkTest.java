package io.retrievaldefense.cnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.retrievaldefense.backend.NativeThreads;
import io.retrievaldefense.images.ImageShape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CnnNetworkTest {

  private static final CnnArchitecture SMALL =
      CnnArchitecture.of(
          new ImageShape(9, 8, 3), List.of("conv 6", "pool", "conv 5", "dense 12"), 4);
  private static final CnnArchitecture BENCHMARK =
      CnnArchitecture.of(
          new ImageShape(32, 32, 3),
          List.of(
              "conv 32",
              "conv 32",
              "pool",
              "conv 64",
              "conv 64",
              "pool",
              "conv 128",
              "pool",
              "dense 256"),
          10);

  static CnnModel model(CnnArchitecture architecture) {
    return CnnModel.initialized(
        architecture,
        new Normalization(new float[] {.4f, .5f, .45f}, new float[] {.2f, .25f, .3f}),
        7);
  }

  static float[][] images(int n, CnnArchitecture architecture, long seed) {
    Random random = new Random(seed);
    float[][] images = new float[n][architecture.input().length()];
    for (float[] image : images) {
      for (int i = 0; i < image.length; i++) {
        image[i] = random.nextFloat();
      }
    }
    return images;
  }

  /** Sum over the batch of a fixed linear function of logits, or of features. */
  private static double weightedSum(INDArray values, INDArray weights) {
    return values.mul(weights).sumNumber().doubleValue();
  }

  @Test
  void benchmarkNetworkHasTheKnownNumberOfParameters() {
    assertThat(BENCHMARK.parameterCount()).isEqualTo(666_538);
    assertThat(BENCHMARK.featureLength(FeatureLayer.PENULTIMATE)).isEqualTo(256);
    assertThat(BENCHMARK.featureLength(FeatureLayer.CONVOLUTIONAL)).isEqualTo(4 * 4 * 128);
  }

  @Test
  void theLogitLayerMakesLogitsOfPenultimateFeatures() {
    CnnModel model = model(SMALL);
    float[] parameters = model.parameters().clone();
    for (int c = 0; c < 4; c++) {
      parameters[parameters.length - 4 + c] = c - 1.5f;
    }
    CnnModel biased = new CnnModel(SMALL, model.normalization(), parameters);
    LogitLayer layer = biased.logitLayer();
    assertThat(layer.features()).isEqualTo(12);
    assertThat(layer.classes()).isEqualTo(4);
    try (CnnNetwork network =
        new CnnNetwork(biased, FeatureLayer.PENULTIMATE, 5, DataType.DOUBLE)) {
      HostArrays.write(images(5, SMALL, 3), network.pixels());
      network.forward();
      for (int i = 0; i < 5; i++) {
        for (int c = 0; c < 4; c++) {
          double logit = layer.bias()[c];
          for (int f = 0; f < 12; f++) {
            logit += network.features().getDouble(i, f) * layer.weights()[f * 4 + c];
          }
          assertThat(network.logits().getDouble(i, c)).isCloseTo(logit, within(1e-9));
        }
      }
    }
    assertThatThrownBy(() -> new LogitLayer(new float[7], new float[2]))
        .hasMessage("weights must be a row for each feature, of as many as there are biases: 7, 2");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 32})
  void pixelGradientEqualsFiniteDifferencesInDoublePrecision(int batch) {
    for (boolean fromLogits : new boolean[] {true, false}) {
      CnnNetwork network =
          new CnnNetwork(model(SMALL), FeatureLayer.PENULTIMATE, batch, DataType.DOUBLE);
      HostArrays.write(images(batch, SMALL, 3), network.pixels());
      network.forward();
      INDArray output = fromLogits ? network.logits() : network.features();
      INDArray weights = RandomArrays.centered(DataType.DOUBLE, new Random(11), output.shape());
      INDArray gradient =
          (fromLogits
                  ? network.pixelGradientFromLogits(weights.dup())
                  : network.pixelGradientFromFeatures(weights.dup()))
              .dup();
      double scale = gradient.norm2Number().doubleValue();
      Random random = new Random(1);
      double h = 1e-6;
      for (int k = 0; k < 60; k++) {
        long index = (long) (random.nextDouble() * gradient.length());
        double original = network.pixels().getDouble(index);
        network.pixels().putScalar(index, original + h);
        network.forward();
        double plus = weightedSum(fromLogits ? network.logits() : network.features(), weights);
        network.pixels().putScalar(index, original - h);
        network.forward();
        double minus = weightedSum(fromLogits ? network.logits() : network.features(), weights);
        network.pixels().putScalar(index, original);
        assertThat(gradient.getDouble(index))
            .isCloseTo((plus - minus) / (2 * h), within(1e-6 * scale));
      }
    }
  }

  @Test
  void parameterGradientEqualsFiniteDifferencesInDoublePrecision() {
    CnnNetwork network = new CnnNetwork(model(SMALL), FeatureLayer.PENULTIMATE, 5, DataType.DOUBLE);
    HostArrays.write(images(5, SMALL, 4), network.pixels());
    network.forward();
    INDArray weights =
        RandomArrays.centered(DataType.DOUBLE, new Random(12), network.logits().shape());
    network.backwardToParameters(weights.dup());
    INDArray gradient = network.parameterGradient().dup();
    double scale = gradient.norm2Number().doubleValue();
    double h = 1e-6;
    Random random = new Random(2);
    for (int k = 0; k < 80; k++) {
      long index = (long) (random.nextDouble() * gradient.length());
      double original = network.parameters().getDouble(index);
      network.parameters().putScalar(index, original + h);
      network.forward();
      double plus = weightedSum(network.logits(), weights);
      network.parameters().putScalar(index, original - h);
      network.forward();
      double minus = weightedSum(network.logits(), weights);
      network.parameters().putScalar(index, original);
      assertThat(gradient.getDouble(index))
          .isCloseTo((plus - minus) / (2 * h), within(1e-6 * scale));
    }
  }

  @ParameterizedTest
  @EnumSource(FeatureLayer.class)
  void parameterGradientOfALossOnLogitsAndFeaturesEqualsFiniteDifferences(FeatureLayer layer) {
    CnnNetwork network = new CnnNetwork(model(SMALL), layer, 5, DataType.DOUBLE);
    HostArrays.write(images(5, SMALL, 4), network.pixels());
    network.forward();
    INDArray ofLogits =
        RandomArrays.centered(DataType.DOUBLE, new Random(13), network.logits().shape());
    INDArray ofFeatures =
        RandomArrays.centered(DataType.DOUBLE, new Random(14), network.features().shape());
    network.backwardToParameters(ofLogits.dup(), ofFeatures.dup());
    INDArray gradient = network.parameterGradient().dup();
    double scale = gradient.norm2Number().doubleValue();
    double h = 1e-6;
    Random random = new Random(3);
    for (int k = 0; k < 80; k++) {
      long index = (long) (random.nextDouble() * gradient.length());
      double original = network.parameters().getDouble(index);
      double[] sums = new double[2];
      for (int side = 0; side < 2; side++) {
        network.parameters().putScalar(index, original + (side == 0 ? h : -h));
        network.forward();
        sums[side] =
            weightedSum(network.logits(), ofLogits) + weightedSum(network.features(), ofFeatures);
      }
      network.parameters().putScalar(index, original);
      assertThat(gradient.getDouble(index))
          .isCloseTo((sums[0] - sums[1]) / (2 * h), within(1e-6 * scale));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 32})
  void floatPathAgreesWithTheDoublePath(int batch) {
    INDArray[] gradients = new INDArray[2];
    INDArray[] logits = new INDArray[2];
    DataType[] types = {DataType.FLOAT, DataType.DOUBLE};
    for (int i = 0; i < 2; i++) {
      CnnNetwork network =
          new CnnNetwork(model(BENCHMARK), FeatureLayer.PENULTIMATE, batch, types[i]);
      HostArrays.write(images(batch, BENCHMARK, 5), network.pixels());
      network.forward();
      logits[i] = network.logits().castTo(DataType.DOUBLE);
      INDArray weights = Nd4j.ones(types[i], network.logits().shape());
      weights.getColumn(0).assign(-9);
      gradients[i] = network.pixelGradientFromLogits(weights).castTo(DataType.DOUBLE);
    }
    assertThat(relativeDifference(logits[0], logits[1])).isLessThan(1e-3);
    assertThat(relativeDifference(gradients[0], gradients[1])).isLessThan(1e-3);
  }

  private static double relativeDifference(INDArray a, INDArray b) {
    return a.sub(b).norm2Number().doubleValue() / b.norm2Number().doubleValue();
  }

  @Test
  void logitsEqualThoseOfTheSameNetworkInDl4j() {
    CnnModel model = model(BENCHMARK);
    float[][] images = images(8, BENCHMARK, 6);
    CnnNetwork network = new CnnNetwork(model, FeatureLayer.PENULTIMATE, 8, DataType.FLOAT);
    HostArrays.write(images, network.pixels());
    network.forward();
    float[][] logits = HostArrays.rows(network.logits(), 8);
    MultiLayerNetwork dl4j = Dl4jNetwork.of(model);
    INDArray mean = Nd4j.createFromArray(model.normalization().mean()).reshape(1, 3, 1, 1);
    INDArray deviation =
        Nd4j.createFromArray(model.normalization().deviation()).reshape(1, 3, 1, 1);
    INDArray channelsFirst = network.pixels().permute(0, 3, 1, 2).dup('c');
    INDArray input =
        channelsFirst
            .sub(mean.broadcast(channelsFirst.shape()))
            .div(deviation.broadcast(channelsFirst.shape()));
    INDArray probabilities = dl4j.output(input);
    for (int i = 0; i < 8; i++) {
      float[] expected = probabilities.getRow(i).toFloatVector();
      float[] actual = SoftmaxCrossEntropy.softmax(logits[i]);
      for (int c = 0; c < 10; c++) {
        assertThat(actual[c]).isCloseTo(expected[c], within(1e-5f));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(FeatureLayer.class)
  void whatAnImageYieldsDoesNotDependOnItsCompany(FeatureLayer layer) {
    int batch = 32;
    CnnModel model = model(BENCHMARK);
    float[][] images = images(batch, BENCHMARK, 8);
    CnnNetwork network = new CnnNetwork(model, layer, batch, DataType.FLOAT);
    float[][][] together = evaluate(network, images);
    float[][] reversed = new float[batch][];
    for (int i = 0; i < batch; i++) {
      reversed[i] = images[batch - 1 - i];
    }
    float[][][] backwards = evaluate(network, reversed);
    for (int i = 0; i < batch; i++) {
      float[][][] alone = evaluate(network, new float[][] {images[i]});
      for (int what = 0; what < 3; what++) {
        assertThat(Arrays.equals(alone[what][0], together[what][i])).isTrue();
        assertThat(Arrays.equals(backwards[what][batch - 1 - i], together[what][i])).isTrue();
      }
    }
  }

  /** Few channels and odd sizes: natives have other paths for what fills no vector. */
  @ParameterizedTest
  @ValueSource(ints = {5, 8, 30, 32})
  void norDoesThatOfASmallNetwork(int batch) {
    CnnArchitecture small =
        CnnArchitecture.of(
            new ImageShape(32, 32, 3),
            List.of("conv 8", "pool", "conv 12", "pool", "dense 24"),
            10);
    float[][] same = new float[batch][];
    Arrays.fill(same, images(1, small, 8)[0]);
    CnnNetwork network =
        new CnnNetwork(model(small), FeatureLayer.PENULTIMATE, batch, DataType.FLOAT);
    float[][][] found = evaluate(network, same);
    for (int i = 1; i < batch; i++) {
      assertThat(found[0][i]).as("features at " + i).isEqualTo(found[0][0]);
      assertThat(found[1][i]).as("logits at " + i).isEqualTo(found[1][0]);
      assertThat(found[2][i]).as("gradient at " + i).isEqualTo(found[2][0]);
    }
  }

  @Test
  void numberOfNativeThreadsDoesNotChangeABit() {
    // Otherwise one thread would be compared with one.
    assumeThat(NativeThreads.available()).isGreaterThan(1);
    CnnModel model = model(BENCHMARK);
    float[][] images = images(32, BENCHMARK, 9);
    CnnNetwork network = new CnnNetwork(model, FeatureLayer.PENULTIMATE, 32, DataType.FLOAT);
    NativeThreads.use(1);
    float[][][] one = evaluate(network, images);
    NativeThreads.use(NativeThreads.available());
    float[][][] all = evaluate(network, images);
    for (int what = 0; what < 3; what++) {
      assertThat(Arrays.deepEquals(one[what], all[what])).isTrue();
    }
  }

  /** Features, logits and the pixel gradient of a fixed function of the logits. */
  private static float[][][] evaluate(CnnNetwork network, float[][] images) {
    HostArrays.write(images, network.pixels());
    network.forward();
    float[][] features = HostArrays.rows(network.features(), images.length);
    float[][] logits = HostArrays.rows(network.logits(), images.length);
    INDArray weights = Nd4j.ones(DataType.FLOAT, network.logits().shape());
    weights.getColumn(1).assign(-9);
    float[][] gradient = HostArrays.rows(network.pixelGradientFromLogits(weights), images.length);
    return new float[][][] {features, logits, gradient};
  }

  @Test
  void refusesMoreImagesThanItsBatchAndImagesOfAnotherShape() {
    CnnNetwork network = new CnnNetwork(model(SMALL), FeatureLayer.PENULTIMATE, 2, DataType.FLOAT);
    assertThatThrownBy(() -> HostArrays.write(images(3, SMALL, 1), network.pixels()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rows must be at most the batch of 2: 3");
    assertThatThrownBy(() -> HostArrays.write(new float[1][7], network.pixels()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row must have 216 values: 7");
  }
}
