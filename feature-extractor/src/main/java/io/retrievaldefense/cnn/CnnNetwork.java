package io.retrievaldefense.cnn;

import io.retrievaldefense.backend.NativeBackend;
import io.retrievaldefense.images.ImageShape;
import java.util.List;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Evaluates a {@link CnnModel} on batches of one fixed size B: pixels [B, H, W, C] in [0, 1] to
 * features [B, D] and logits [B, classes], and gradients back to the pixels or the parameters.
 *
 * <p>The gradient is that of the inference-mode function, which is the only function there is:
 * dropout exists in {@link #trainingForward} alone. Batches are padded, never shortened, so that
 * what an example yields does not depend on how many others it came with.
 *
 * <p>All arrays returned belong to the network and are overwritten by the next call. One instance
 * serves one thread.
 */
public final class CnnNetwork implements AutoCloseable {

  private final CnnArchitecture architecture;
  private final INDArray pixels;
  private final INDArray normalized;
  private final INDArray mean;
  private final INDArray inverseDeviation;
  private final INDArray parameters;
  private final INDArray gradient;
  private final List<Layer> layers;
  private final DropoutLayer dropout;
  private final int featureIndex;
  private final long featureLength;
  private final int positionsIndex;
  // Features of two depths lie in an array of their own; null where they are of one.
  private final INDArray joined;
  private INDArray positionsOutput;
  // The features as the layer gave them; flattened they are a view of the same memory.
  private INDArray featureOutput;
  private INDArray features;
  private INDArray logits;

  /**
   * @param batch the fixed batch size B
   * @param type {@code FLOAT} (oneDNN) or {@code DOUBLE} (the plain path, for gradient checks)
   */
  public CnnNetwork(CnnModel model, FeatureLayer featureLayer, int batch, DataType type) {
    if (batch < 1) {
      throw new IllegalArgumentException("batch must be positive: " + batch);
    }
    if (type != DataType.FLOAT && type != DataType.DOUBLE) {
      throw new IllegalArgumentException("type must be FLOAT or DOUBLE: " + type);
    }
    NativeBackend.prepare();
    architecture = model.architecture();
    ImageShape shape = architecture.input();
    pixels = Nd4j.create(type, batch, shape.height(), shape.width(), shape.channels());
    normalized = Nd4j.create(type, pixels.shape());
    mean = Nd4j.create(type, pixels.shape());
    inverseDeviation = Nd4j.create(type, pixels.shape());
    fillNormalization(model.normalization(), shape.channels());
    parameters = Nd4j.create(type, model.parameters().length);
    HostArrays.write(model.parameters(), parameters);
    gradient = Nd4j.create(type, model.parameters().length);
    dropout = new DropoutLayer();
    LayerBuilder builder = new LayerBuilder(architecture, parameters, gradient, batch);
    layers = builder.build(dropout);
    featureIndex = builder.layersTo(featureLayer);
    featureLength = architecture.featureLength(featureLayer);
    positionsIndex = builder.layersWithPositions();
    joined =
        featureLayer == FeatureLayer.MULTI_LAYER ? Nd4j.create(type, batch, featureLength) : null;
  }

  public CnnArchitecture architecture() {
    return architecture;
  }

  public int batch() {
    return Math.toIntExact(pixels.size(0));
  }

  /** Length D of the features. */
  public int featureLength() {
    return Math.toIntExact(featureLength);
  }

  /** The input array [B, H, W, C], to be filled with pixels in [0, 1] before {@link #forward}. */
  public INDArray pixels() {
    return pixels;
  }

  /** Inference: computes {@link #features()} and {@link #logits()} of {@link #pixels()}. */
  public void forward() {
    run(layers.size());
  }

  /** Inference up to the features; the logits stay as they were. */
  public void forwardToFeatures() {
    run(featureIndex);
  }

  /** Features [B, D] of the last forward pass. */
  public INDArray features() {
    return features;
  }

  /** Logits [B, classes] of the last full forward pass. */
  public INDArray logits() {
    return logits;
  }

  /**
   * Gradient [B, H, W, C] of a loss on the logits with respect to the pixels, through the network
   * of the last {@link #forward()}.
   *
   * @param logitGradient dL/dlogits [B, classes]; overwritten
   */
  public INDArray pixelGradientFromLogits(INDArray logitGradient) {
    return toPixels(logitGradient, layers.size());
  }

  /**
   * The same for a loss on the features.
   *
   * @param featureGradient dL/dh [B, D]; overwritten
   */
  public INDArray pixelGradientFromFeatures(INDArray featureGradient) {
    if (joined != null) {
      return pixelGradientFromJoined(featureGradient);
    }
    INDArray output = featureGradient;
    if (features != featureOutput) {
      output = featureGradient.reshape('c', featureOutput.shape());
    }
    return toPixels(output, featureIndex);
  }

  /** A forward pass with inverted dropout of the given rate before the logits. */
  void trainingForward(double dropoutRate, SplittableRandom random) {
    dropout.enable(dropoutRate, random);
    try {
      run(layers.size());
    } finally {
      dropout.disableAtNextForward();
    }
  }

  /** Computes {@link #parameterGradient()} from dL/dlogits [B, classes] of the last forward. */
  void backwardToParameters(INDArray logitGradient) {
    toParameters(logitGradient, layers.size(), 0);
  }

  /**
   * The same for a loss on logits and features.
   *
   * @param logitGradient dL/dlogits [B, classes] with the features held; overwritten
   * @param featureGradient dL/dh [B, D] with the logits held
   */
  void backwardToParameters(INDArray logitGradient, INDArray featureGradient) {
    INDArray g = toParameters(logitGradient, layers.size(), featureIndex);
    if (joined == null) {
      g.addi(featureGradient.reshape('c', g.shape()));
      toParameters(g, featureIndex, 0);
    } else {
      g.addi(deep(featureGradient, g.size(1)));
      INDArray positions = toParameters(g, featureIndex, positionsIndex);
      addShallow(featureGradient, positions);
      toParameters(positions, positionsIndex, 0);
    }
  }

  /** The flat parameter vector in use; after changing it call {@link #parametersChanged()}. */
  INDArray parameters() {
    return parameters;
  }

  /** The layers in order; a measurement may put its own around them. */
  List<Layer> layers() {
    return layers;
  }

  INDArray parameterGradient() {
    return gradient;
  }

  void parametersChanged() {
    layers.forEach(Layer::parametersChanged);
  }

  /** Releases the off-heap memory of its input at once; parameters and layers follow by GC. */
  @Override
  public void close() {
    for (INDArray array : List.of(pixels, normalized, mean, inverseDeviation)) {
      if (array.closeable()) {
        array.close();
      }
    }
  }

  private void run(int layerCount) {
    pixels.sub(mean, normalized).muli(inverseDeviation);
    INDArray x = normalized;
    for (int i = 0; i < layerCount; i++) {
      x = layers.get(i).forward(x);
      if (i == positionsIndex - 1) {
        positionsOutput = x;
      }
      if (i == featureIndex - 1) {
        featureOutput = x;
        features = joined == null ? flat(x) : join(x);
      }
    }
    if (layerCount == layers.size()) {
      logits = x;
    }
  }

  private INDArray flat(INDArray x) {
    return x.rank() == 2 ? x : x.reshape('c', x.size(0), featureLength);
  }

  private INDArray join(INDArray dense) {
    shallow(joined, dense.size(1)).assign(byPosition(positionsOutput).mean(1));
    deep(joined, dense.size(1)).assign(dense);
    return joined;
  }

  private INDArray pixelGradientFromJoined(INDArray gradient) {
    INDArray g = deep(gradient, featureOutput.size(1)).dup('c');
    for (int i = featureIndex - 1; i >= positionsIndex; i--) {
      g = layers.get(i).backward(g, Layer.Wanted.INPUT);
    }
    addShallow(gradient, g);
    return toPixels(g, positionsIndex);
  }

  /** Adds the part of the gradient that is of means to that of what they are means of. */
  private void addShallow(INDArray gradient, INDArray ofPositions) {
    INDArray positions = byPosition(ofPositions);
    INDArray share = shallow(gradient, featureOutput.size(1)).div(positions.size(1));
    INDArray row = share.reshape('c', share.size(0), 1, share.size(1));
    positions.addi(Nd4j.tile(row, 1, Math.toIntExact(positions.size(1)), 1));
  }

  /** [B, H, W, C] as [B, H W, C], of the same memory. */
  private static INDArray byPosition(INDArray x) {
    return x.reshape('c', x.size(0), x.size(1) * x.size(2), x.size(3));
  }

  private static INDArray deep(INDArray features, long units) {
    return features.get(NDArrayIndex.all(), NDArrayIndex.interval(0, units));
  }

  private static INDArray shallow(INDArray features, long units) {
    return features.get(NDArrayIndex.all(), NDArrayIndex.interval(units, features.size(1)));
  }

  private INDArray toPixels(INDArray outputGradient, int layerCount) {
    INDArray g = outputGradient;
    for (int i = layerCount - 1; i >= 0; i--) {
      g = layers.get(i).backward(g, Layer.Wanted.INPUT);
    }
    return g.muli(inverseDeviation);
  }

  /** Backward through layers {@code from - 1} to {@code to}; the gradient of what the last took. */
  private INDArray toParameters(INDArray outputGradient, int from, int to) {
    INDArray g = outputGradient;
    for (int i = from - 1; i >= to; i--) {
      g = layers.get(i).backward(g, i == 0 ? Layer.Wanted.PARAMETERS : Layer.Wanted.BOTH);
    }
    return g;
  }

  private void fillNormalization(Normalization normalization, int channels) {
    float[] means = normalization.mean();
    float[] deviations = normalization.deviation();
    float[] meanRow = new float[Math.toIntExact(pixels.length())];
    float[] inverseRow = new float[meanRow.length];
    for (int i = 0; i < meanRow.length; i++) {
      meanRow[i] = means[i % channels];
      inverseRow[i] = 1 / deviations[i % channels];
    }
    HostArrays.write(meanRow, mean);
    HostArrays.write(inverseRow, inverseDeviation);
  }
}
