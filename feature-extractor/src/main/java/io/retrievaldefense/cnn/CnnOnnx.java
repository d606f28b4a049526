package io.retrievaldefense.cnn;

import io.retrievaldefense.onnx.OnnxAttribute;
import io.retrievaldefense.onnx.OnnxGraph;
import java.util.Arrays;
import java.util.List;

/**
 * A {@link CnnModel} as an ONNX network of the same function: input {@code image} [n, C, H, W],
 * pixels in [0, 1], as other programs have their images; the normalisation is part of the network.
 *
 * <p>Before the first dense layer, and before features that are those of a convolution, activations
 * are put in the order [H, W, C], as {@link CnnNetwork} flattens them.
 */
public final class CnnOnnx {
  private static final OnnxAttribute SAME_3X3 = OnnxAttribute.list("pads", 1L, 1L, 1L, 1L);
  private static final OnnxAttribute[] POOL_2X2 = {
    OnnxAttribute.list("kernel_shape", 2L, 2L), OnnxAttribute.list("strides", 2L, 2L)
  };

  private final CnnArchitecture architecture;
  private final float[] parameters;
  private final OnnxGraph graph;
  private int block;

  private CnnOnnx(CnnModel model, String name) {
    architecture = model.architecture();
    parameters = model.parameters();
    graph = new OnnxGraph(name);
  }

  /** The whole network: {@code image} to {@code logits} [n, classes]. */
  public static OnnxGraph logits(CnnModel model) {
    CnnOnnx onnx = new CnnOnnx(model, "baseline");
    String x = onnx.hidden(model.normalization(), FeatureLayer.PENULTIMATE);
    onnx.dense(x, "logits");
    onnx.graph.output("logits", "[n, classes]", onnx.architecture.classes());
    return onnx.graph;
  }

  /** The feature extractor: {@code image} to {@code feature} [n, D]. */
  public static OnnxGraph features(CnnModel model, FeatureLayer layer) {
    if (layer == FeatureLayer.MULTI_LAYER) {
      throw new IllegalArgumentException("feature must be of one layer for ONNX: " + layer);
    }
    CnnOnnx onnx = new CnnOnnx(model, "extractor");
    String x = onnx.hidden(model.normalization(), layer);
    onnx.graph.apply("Identity", "feature", List.of(x));
    onnx.graph.output("feature", "h, [n, D]", onnx.architecture.featureLength(layer));
    return onnx.graph;
  }

  /** Everything up to a feature layer; returns the name of its activations [n, D]. */
  private String hidden(Normalization normalization, FeatureLayer layer) {
    String x = normalized(normalization);
    boolean flat = false;
    List<LayerSpec> specs = architecture.layers();
    for (int i = 0; i < specs.size(); i++) {
      LayerSpec spec = specs.get(i);
      String name = "layer" + i;
      if (spec instanceof LayerSpec.Dense) {
        if (!flat && layer == FeatureLayer.CONVOLUTIONAL) {
          break;
        }
        x = relu(dense(flat ? x : flattened(x), name));
        flat = true;
      } else if (spec instanceof LayerSpec.Convolution c) {
        x = convolution(x, c, name);
        // As the network does it: pooling before ReLU gives the same values, and then also the
        // same gradient where several of the pooled are equal.
        boolean pooledNext = i + 1 < specs.size() && specs.get(i + 1) instanceof LayerSpec.MaxPool;
        x = pooledNext ? x : relu(x);
      } else {
        x = graph.apply("MaxPool", name, List.of(x), POOL_2X2);
        x = i > 0 && specs.get(i - 1) instanceof LayerSpec.Convolution ? relu(x) : x;
      }
    }
    return flat ? x : flattened(x);
  }

  /** Stays apart from the first convolution: its zero padding is of normalised pixels. */
  private String normalized(Normalization normalization) {
    int channels = architecture.input().channels();
    String image =
        graph.input(
            "image",
            "[n, C, H, W], pixels in [0, 1], channels in the order of the training images",
            channels,
            architecture.input().height(),
            architecture.input().width());
    float[] inverse = normalization.deviation();
    for (int c = 0; c < channels; c++) {
      inverse[c] = 1 / inverse[c];
    }
    String mean = graph.constant("mean", normalization.mean(), 1, channels, 1, 1);
    String factor = graph.constant("inverse_deviation", inverse, 1, channels, 1, 1);
    return graph.apply(
        "Mul", "normalized", List.of(graph.apply("Sub", "centred", List.of(image, mean)), factor));
  }

  private String convolution(String x, LayerSpec.Convolution spec, String name) {
    CnnArchitecture.Block kernel = architecture.parameterBlocks().get(block);
    int in = Math.toIntExact(kernel.shape()[2]);
    int out = spec.filters();
    float[] values = new float[kernel.length()];
    // From [3, 3, in, out] to [out, in, 3, 3].
    for (int position = 0; position < 9; position++) {
      for (int i = 0; i < in; i++) {
        for (int o = 0; o < out; o++) {
          values[(o * in + i) * 9 + position] =
              parameters[kernel.offset() + (position * in + i) * out + o];
        }
      }
    }
    String weights = graph.constant(name + "_weights", values, out, in, 3, 3);
    return graph.apply("Conv", name, List.of(x, weights, bias(name)), SAME_3X3);
  }

  private String dense(String x, String name) {
    CnnArchitecture.Block matrix = architecture.parameterBlocks().get(block);
    String weights = graph.constant(name + "_weights", values(matrix), matrix.shape());
    return graph.apply("Gemm", name, List.of(x, weights, bias(name)));
  }

  /** The bias behind the weights of the present block; goes on to the next. */
  private String bias(String name) {
    CnnArchitecture.Block bias = architecture.parameterBlocks().get(block + 1);
    block += 2;
    return graph.constant(name + "_bias", values(bias), bias.shape());
  }

  private float[] values(CnnArchitecture.Block of) {
    return Arrays.copyOfRange(parameters, of.offset(), of.offset() + of.length());
  }

  private String relu(String x) {
    return graph.apply("Relu", x + "_relu", List.of(x));
  }

  private String flattened(String x) {
    String channelsLast =
        graph.apply(
            "Transpose", "channels_last", List.of(x), OnnxAttribute.list("perm", 0L, 2L, 3L, 1L));
    return graph.apply("Flatten", "flattened", List.of(channelsLast));
  }
}
