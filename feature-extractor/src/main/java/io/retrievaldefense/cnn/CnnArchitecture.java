package io.retrievaldefense.cnn;

import io.retrievaldefense.images.ImageShape;
import java.util.ArrayList;
import java.util.List;

/**
 * A plain convolutional classifier: convolutions and poolings, then at least one hidden dense
 * layer, then an implied dense layer of {@code classes} logits. Images are [H, W, C].
 *
 * <p>There is no batch normalisation: its training and inference functions differ, and a gradient
 * attack on the wrong one measures nothing.
 *
 * @param input shape of one image
 * @param layers hidden layers in order
 * @param classes number of classes, at least 2
 */
public record CnnArchitecture(ImageShape input, List<LayerSpec> layers, int classes) {

  /** One weight matrix or bias within the flat parameter vector. */
  record Block(String name, int offset, int fanIn, long... shape) {
    int length() {
      long product = 1;
      for (long s : shape) {
        product *= s;
      }
      return Math.toIntExact(product);
    }

    boolean isBias() {
      return shape.length == 1;
    }
  }

  public CnnArchitecture {
    layers = List.copyOf(layers);
    if (classes < 2) {
      throw new IllegalArgumentException("classes must be at least 2: " + classes);
    }
    boolean dense = false;
    int height = input.height();
    int width = input.width();
    for (LayerSpec layer : layers) {
      if (layer instanceof LayerSpec.Dense) {
        dense = true;
      } else if (dense) {
        throw new IllegalArgumentException(
            "convolutions and poolings must stand before dense layers: " + layers);
      } else if (layer instanceof LayerSpec.MaxPool) {
        height /= 2;
        width /= 2;
        if (height == 0 || width == 0) {
          throw new IllegalArgumentException(
              "image must be large enough for every pooling layer: " + input + ", " + layers);
        }
      }
    }
    if (!dense) {
      throw new IllegalArgumentException("layers must end in a dense layer: " + layers);
    }
    if (layers.get(0) instanceof LayerSpec.Dense) {
      throw new IllegalArgumentException("layers must begin with a convolution or pool: " + layers);
    }
  }

  /**
   * The architecture with hidden layers given as text.
   *
   * @throws IllegalArgumentException if a layer is not readable
   * @see LayerSpec#parse
   */
  public static CnnArchitecture of(ImageShape input, List<String> layers, int classes) {
    return new CnnArchitecture(input, layers.stream().map(LayerSpec::parse).toList(), classes);
  }

  /** Length D of the feature vector taken at {@code layer}. */
  public int featureLength(FeatureLayer layer) {
    int[] shape = {input.height(), input.width(), input.channels()};
    int penultimate = 0;
    for (LayerSpec spec : layers) {
      if (spec instanceof LayerSpec.Dense d) {
        penultimate = d.units();
      } else {
        advance(shape, spec);
      }
    }
    return switch (layer) {
      case PENULTIMATE -> penultimate;
      case CONVOLUTIONAL -> shape[0] * shape[1] * shape[2];
      case MULTI_LAYER -> penultimate + shape[2];
    };
  }

  /** Length of the flat parameter vector. */
  public int parameterCount() {
    List<Block> blocks = parameterBlocks();
    Block last = blocks.get(blocks.size() - 1);
    return last.offset() + last.length();
  }

  /**
   * Where each weight and bias lies in the flat parameter vector, in layer order: convolution
   * weights [3, 3, in, out], dense weights [in, out], biases [out].
   */
  List<Block> parameterBlocks() {
    List<Block> blocks = new ArrayList<>();
    int[] shape = {input.height(), input.width(), input.channels()};
    int offset = 0;
    int width = 0;
    int index = 0;
    for (LayerSpec spec : layers) {
      if (spec instanceof LayerSpec.Convolution c) {
        offset = add(blocks, "conv" + index, offset, 9 * shape[2], 3, 3, shape[2], c.filters());
      } else if (spec instanceof LayerSpec.Dense d) {
        width = width == 0 ? shape[0] * shape[1] * shape[2] : width;
        offset = add(blocks, "dense" + index, offset, width, width, d.units());
        width = d.units();
      }
      if (!(spec instanceof LayerSpec.Dense)) {
        advance(shape, spec);
      }
      index++;
    }
    add(blocks, "logits", offset, width, width, classes);
    return blocks;
  }

  private static int add(List<Block> blocks, String name, int offset, int fanIn, long... shape) {
    Block weights = new Block(name + ".weights", offset, fanIn, shape);
    blocks.add(weights);
    Block bias =
        new Block(name + ".bias", offset + weights.length(), fanIn, shape[shape.length - 1]);
    blocks.add(bias);
    return bias.offset() + bias.length();
  }

  /** Makes [H, W, C] of what a layer takes in that of what it gives. */
  static void advance(int[] shape, LayerSpec spec) {
    if (spec instanceof LayerSpec.Convolution c) {
      shape[2] = c.filters();
    } else if (spec instanceof LayerSpec.MaxPool) {
      shape[0] /= 2;
      shape[1] /= 2;
    }
  }
}
