package io.retrievaldefense.cnn;

import io.retrievaldefense.backend.NativeBackend;
import io.retrievaldefense.images.ImageShape;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * The same network as DL4J layers: channels first, softmax at the end, its input already
 * normalised. It is what {@link CnnNetwork} is checked against and measured against.
 */
public final class Dl4jNetwork {

  private Dl4jNetwork() {}

  /** DL4J's configuration of an architecture, with Adam at the given learning rate. */
  public static MultiLayerConfiguration configuration(
      CnnArchitecture architecture, double learningRate, long seed) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(new Adam(learningRate))
            .convolutionMode(ConvolutionMode.Same)
            .list();
    for (LayerSpec spec : architecture.layers()) {
      if (spec instanceof LayerSpec.Convolution c) {
        list.layer(
            new ConvolutionLayer.Builder(3, 3)
                .nOut(c.filters())
                .activation(Activation.RELU)
                .build());
      } else if (spec instanceof LayerSpec.MaxPool) {
        list.layer(
            new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                .kernelSize(2, 2)
                .stride(2, 2)
                .convolutionMode(ConvolutionMode.Truncate)
                .build());
      } else if (spec instanceof LayerSpec.Dense d) {
        list.layer(
            new org.deeplearning4j.nn.conf.layers.DenseLayer.Builder()
                .nOut(d.units())
                .activation(Activation.RELU)
                .build());
      }
    }
    list.layer(
        new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
            .nOut(architecture.classes())
            .activation(Activation.SOFTMAX)
            .build());
    ImageShape shape = architecture.input();
    return list.setInputType(
            InputType.convolutional(shape.height(), shape.width(), shape.channels()))
        .build();
  }

  /** A DL4J network with the parameters of {@code model}. */
  public static MultiLayerNetwork of(CnnModel model) {
    NativeBackend.prepare();
    CnnArchitecture architecture = model.architecture();
    MultiLayerNetwork network = new MultiLayerNetwork(configuration(architecture, 1e-3, 1));
    network.init();
    for (Parameters of : parameters(architecture)) {
      INDArray weights = array(model, of.weights());
      if (of.isConvolution()) {
        weights = weights.permute(3, 2, 0, 1);
      } else if (of.pooled().isPresent()) {
        // Rows in [H, W, C] order become rows in DL4J's [C, H, W] order.
        int[] shape = of.pooled().get();
        weights =
            weights
                .reshape('c', shape[0], shape[1], shape[2], weights.size(1))
                .permute(2, 0, 1, 3)
                .dup('c')
                .reshape('c', weights.size(0), weights.size(1));
      }
      network.setParam(of.layer() + "_W", weights.dup('f'));
      network.setParam(of.layer() + "_b", array(model, of.bias()).reshape(1, -1));
    }
    return network;
  }

  /**
   * The parameters of a DL4J network, such as one that DL4J has trained, as a model of ours.
   *
   * @param network made by {@link #of} from {@code template}
   * @param template architecture and normalisation
   */
  public static CnnModel model(MultiLayerNetwork network, CnnModel template) {
    CnnArchitecture architecture = template.architecture();
    float[] parameters = new float[architecture.parameterCount()];
    for (Parameters of : parameters(architecture)) {
      INDArray weights = network.getParam(of.layer() + "_W");
      if (of.isConvolution()) {
        weights = weights.permute(2, 3, 1, 0);
      } else if (of.pooled().isPresent()) {
        // Rows in DL4J's [C, H, W] order become rows in [H, W, C] order.
        int[] shape = of.pooled().get();
        weights =
            weights
                .dup('c')
                .reshape('c', shape[2], shape[0], shape[1], weights.size(1))
                .permute(1, 2, 0, 3);
      }
      copy(weights, of.weights(), parameters);
      copy(network.getParam(of.layer() + "_b"), of.bias(), parameters);
    }
    return new CnnModel(architecture, template.normalization(), parameters);
  }

  /**
   * A layer that has parameters.
   *
   * @param layer its place among DL4J's layers
   * @param pooled [H, W, C] of what the first dense layer takes in; empty for the others
   */
  private record Parameters(
      int layer,
      boolean isConvolution,
      Optional<int[]> pooled,
      CnnArchitecture.Block weights,
      CnnArchitecture.Block bias) {}

  private static List<Parameters> parameters(CnnArchitecture architecture) {
    Iterator<CnnArchitecture.Block> blocks = architecture.parameterBlocks().iterator();
    List<Parameters> found = new ArrayList<>();
    ImageShape input = architecture.input();
    int[] shape = {input.height(), input.width(), input.channels()};
    boolean flattened = false;
    for (int i = 0; i <= architecture.layers().size(); i++) {
      LayerSpec spec = i < architecture.layers().size() ? architecture.layers().get(i) : null;
      if (spec == null || spec instanceof LayerSpec.Dense) {
        Optional<int[]> pooled = flattened ? Optional.empty() : Optional.of(shape);
        found.add(new Parameters(i, false, pooled, blocks.next(), blocks.next()));
        flattened = true;
        continue;
      }
      CnnArchitecture.advance(shape, spec);
      if (spec instanceof LayerSpec.Convolution) {
        found.add(new Parameters(i, true, Optional.empty(), blocks.next(), blocks.next()));
      }
    }
    return found;
  }

  private static void copy(INDArray from, CnnArchitecture.Block block, float[] parameters) {
    float[] values = from.dup('c').data().asFloat();
    System.arraycopy(values, 0, parameters, block.offset(), block.length());
  }

  private static INDArray array(CnnModel model, CnnArchitecture.Block block) {
    float[] values = new float[block.length()];
    System.arraycopy(model.parameters(), block.offset(), values, 0, values.length);
    return Nd4j.createFromArray(values).castTo(DataType.FLOAT).reshape('c', block.shape());
  }
}
