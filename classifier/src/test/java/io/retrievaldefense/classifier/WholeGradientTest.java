package io.retrievaldefense.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.cnn.CnnArchitecture;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnNetwork;
import io.retrievaldefense.cnn.FeatureLayer;
import io.retrievaldefense.cnn.HostArrays;
import io.retrievaldefense.cnn.Normalization;
import io.retrievaldefense.images.ImageShape;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Pixels through extractor, attention and layers to the loss, neighbours held. */
class WholeGradientTest {

  private static final CnnModel CNN =
      CnnModel.initialized(
          CnnArchitecture.of(
              new ImageShape(8, 8, 3), List.of("conv 6", "pool", "conv 5", "dense 12"), 4),
          new Normalization(new float[] {.5f, .4f, .3f}, new float[] {.2f, .3f, .25f}),
          7);

  @ParameterizedTest
  @CsvSource({"1, PENULTIMATE", "32, PENULTIMATE", "4, CONVOLUTIONAL", "4, MULTI_LAYER"})
  void equalsFiniteDifferencesInDoublePrecision(int batch, FeatureLayer layer) {
    int length = CNN.architecture().featureLength(layer);
    SummaryShape shape = new SummaryShape(length, 4, List.of(9));
    double[] parameters = new Random(1).doubles(shape.parameterCount(), -0.2, 0.2).toArray();
    SummaryClassifier classifier = new SummaryClassifier(shape, 2.5, parameters);
    CnnNetwork network = new CnnNetwork(CNN, layer, batch, DataType.DOUBLE);
    Random random = new Random(2);
    float[][] images = new float[batch][8 * 8 * 3];
    for (float[] image : images) {
      for (int i = 0; i < image.length; i++) {
        image[i] = random.nextFloat();
      }
    }
    HostArrays.write(images, network.pixels());
    Retrieved[] retrieved = new Retrieved[batch];
    for (int i = 0; i < batch; i++) {
      retrieved[i] = SummaryClassifierTest.retrieved(6, length, 4, i);
    }

    network.forwardToFeatures();
    double[][] featureGradient = new double[batch][];
    for (int i = 0; i < batch; i++) {
      SummaryClassifier.Evaluation evaluation =
          classifier.evaluate(network.features().getRow(i).toDoubleVector(), retrieved[i]);
      featureGradient[i] =
          classifier.featureGradient(
              evaluation, Softmax.crossEntropyGradient(evaluation.logits(), i % 4, 1));
    }
    INDArray gradient =
        network.pixelGradientFromFeatures(Nd4j.createFromArray(featureGradient)).dup();
    double scale = gradient.norm2Number().doubleValue();
    double step = 1e-6;
    for (int k = 0; k < 40; k++) {
      long index = (long) (random.nextDouble() * gradient.length());
      double original = network.pixels().getDouble(index);
      network.pixels().putScalar(index, original + step);
      double plus = loss(network, classifier, retrieved);
      network.pixels().putScalar(index, original - step);
      double minus = loss(network, classifier, retrieved);
      network.pixels().putScalar(index, original);
      assertThat(gradient.getDouble(index))
          .isCloseTo((plus - minus) / (2 * step), within(1e-6 * scale));
    }
  }

  private static double loss(
      CnnNetwork network, SummaryClassifier classifier, Retrieved[] retrieved) {
    network.forwardToFeatures();
    double loss = 0;
    for (int i = 0; i < retrieved.length; i++) {
      double[] feature = network.features().getRow(i).toDoubleVector();
      loss += Softmax.crossEntropy(classifier.evaluate(feature, retrieved[i]).logits(), i % 4);
    }
    return loss;
  }
}
