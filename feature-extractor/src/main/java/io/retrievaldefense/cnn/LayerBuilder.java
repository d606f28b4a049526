package io.retrievaldefense.cnn;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Makes an architecture's layers as views of one flat parameter vector and one flat gradient. */
final class LayerBuilder {

  private final CnnArchitecture architecture;
  private final INDArray parameters;
  private final INDArray gradient;
  private final int batch;
  private final List<Layer> layers = new ArrayList<>();
  private int height;
  private int width;
  private int channels;
  private int block;
  private int convolutionalLayers;
  private int hiddenLayers;

  LayerBuilder(CnnArchitecture architecture, INDArray parameters, INDArray gradient, int batch) {
    this.architecture = architecture;
    this.parameters = parameters;
    this.gradient = gradient;
    this.batch = batch;
    height = architecture.input().height();
    width = architecture.input().width();
    channels = architecture.input().channels();
  }

  /** All layers, {@code dropout} before the one that makes the logits; to be called once. */
  List<Layer> build(DropoutLayer dropout) {
    List<LayerSpec> specs = architecture.layers();
    for (int i = 0; i < specs.size(); i++) {
      LayerSpec spec = specs.get(i);
      if (spec instanceof LayerSpec.Convolution c) {
        layers.add(
            new ConvolutionLayer(nextRows(parameters), nextRows(gradient), batch, height, width));
        block += 2;
        channels = c.filters();
        // max commutes with ReLU, and pooling first leaves ReLU a quarter of the work
        boolean pooledNext = i + 1 < specs.size() && specs.get(i + 1) instanceof LayerSpec.MaxPool;
        if (!pooledNext) {
          layers.add(new ReluLayer());
        }
      } else if (spec instanceof LayerSpec.MaxPool) {
        layers.add(new MaxPoolLayer(parameters.dataType(), batch, height, width, channels));
        height /= 2;
        width /= 2;
        if (i > 0 && specs.get(i - 1) instanceof LayerSpec.Convolution) {
          layers.add(new ReluLayer());
        }
      } else {
        addDense();
        layers.add(new ReluLayer());
      }
      if (!(spec instanceof LayerSpec.Dense)) {
        convolutionalLayers = layers.size();
      }
    }
    hiddenLayers = layers.size();
    layers.add(dropout);
    addDense();
    return layers;
  }

  /** How many of the layers built lead to the features. */
  int layersTo(FeatureLayer feature) {
    return feature == FeatureLayer.CONVOLUTIONAL ? convolutionalLayers : hiddenLayers;
  }

  /** How many of the layers built lead to the last that has positions. */
  int layersWithPositions() {
    return convolutionalLayers;
  }

  private void addDense() {
    layers.add(new DenseLayer(nextRows(parameters), nextRows(gradient), batch));
    block += 2;
  }

  /** The next weights and the bias behind them as one matrix [fan in + 1, out]. */
  private INDArray nextRows(INDArray flat) {
    List<CnnArchitecture.Block> blocks = architecture.parameterBlocks();
    CnnArchitecture.Block bias = blocks.get(block + 1);
    return flat.get(
            NDArrayIndex.interval(blocks.get(block).offset(), bias.offset() + bias.length()))
        .reshape('c', -1, bias.length());
  }
}
