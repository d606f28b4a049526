package io.retrievaldefense.cnn;

import io.retrievaldefense.backend.NativeBackend;
import io.retrievaldefense.images.ImageShape;
import java.util.List;
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
    List<CnnArchitecture.Block> blocks = architecture.parameterBlocks();
    int block = 0;
    int[] shape = {
      architecture.input().height(), architecture.input().width(), architecture.input().channels()
    };
    boolean flattened = false;
    for (int i = 0; i <= architecture.layers().size(); i++) {
      LayerSpec spec = i < architecture.layers().size() ? architecture.layers().get(i) : null;
      if (spec instanceof LayerSpec.MaxPool) {
        shape[0] /= 2;
        shape[1] /= 2;
        continue;
      }
      INDArray weights = array(model, blocks.get(block));
      if (spec instanceof LayerSpec.Convolution c) {
        weights = weights.permute(3, 2, 0, 1);
        shape[2] = c.filters();
      } else if (!flattened) {
        // Rows in [H, W, C] order become rows in DL4J's [C, H, W] order.
        weights =
            weights
                .reshape('c', shape[0], shape[1], shape[2], weights.size(1))
                .permute(2, 0, 1, 3)
                .dup('c')
                .reshape('c', weights.size(0), weights.size(1));
        flattened = true;
      }
      network.setParam(i + "_W", weights.dup('f'));
      network.setParam(i + "_b", array(model, blocks.get(block + 1)).reshape(1, -1));
      block += 2;
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
    List<CnnArchitecture.Block> blocks = architecture.parameterBlocks();
    int block = 0;
    int[] shape = {
      architecture.input().height(), architecture.input().width(), architecture.input().channels()
    };
    boolean flattened = false;
    for (int i = 0; i <= architecture.layers().size(); i++) {
      LayerSpec spec = i < architecture.layers().size() ? architecture.layers().get(i) : null;
      if (spec instanceof LayerSpec.MaxPool) {
        shape[0] /= 2;
        shape[1] /= 2;
        continue;
      }
      INDArray weights = network.getParam(i + "_W");
      if (spec instanceof LayerSpec.Convolution c) {
        weights = weights.permute(2, 3, 1, 0);
        shape[2] = c.filters();
      } else if (!flattened) {
        // Rows in DL4J's [C, H, W] order become rows in [H, W, C] order.
        weights =
            weights
                .dup('c')
                .reshape('c', shape[2], shape[0], shape[1], weights.size(1))
                .permute(1, 2, 0, 3);
        flattened = true;
      }
      copy(weights, blocks.get(block), parameters);
      copy(network.getParam(i + "_b"), blocks.get(block + 1), parameters);
      block += 2;
    }
    return new CnnModel(architecture, template.normalization(), parameters);
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
