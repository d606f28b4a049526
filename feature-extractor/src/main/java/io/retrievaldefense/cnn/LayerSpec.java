package io.retrievaldefense.cnn;

import java.util.Locale;

/** One hidden layer of a {@link CnnArchitecture}, as a value. */
public sealed interface LayerSpec {

  /** A 3x3 convolution, stride 1, zero padding to the same size, with bias and ReLU. */
  record Convolution(int filters) implements LayerSpec {
    public Convolution {
      requirePositive("filters of a convolution", filters);
    }

    @Override
    public String toString() {
      return "conv " + filters;
    }
  }

  /** 2x2 max pooling with stride 2; an odd last row or column is dropped. */
  record MaxPool() implements LayerSpec {
    @Override
    public String toString() {
      return "pool";
    }
  }

  /** A fully connected layer with bias and ReLU. */
  record Dense(int units) implements LayerSpec {
    public Dense {
      requirePositive("units of a dense layer", units);
    }

    @Override
    public String toString() {
      return "dense " + units;
    }
  }

  /**
   * Reads {@code "conv 32"}, {@code "pool"} or {@code "dense 256"}, the forms that {@code
   * toString()} writes.
   *
   * @throws IllegalArgumentException if the text is none of these
   */
  static LayerSpec parse(String text) {
    String[] words = text.trim().toLowerCase(Locale.ROOT).split("\\s+");
    try {
      if (words.length == 1 && words[0].equals("pool")) {
        return new MaxPool();
      }
      if (words.length == 2 && words[0].equals("conv")) {
        return new Convolution(Integer.parseInt(words[1]));
      }
      if (words.length == 2 && words[0].equals("dense")) {
        return new Dense(Integer.parseInt(words[1]));
      }
    } catch (NumberFormatException e) {
      throw unreadable(text);
    }
    throw unreadable(text);
  }

  private static IllegalArgumentException unreadable(String text) {
    return new IllegalArgumentException(
        "layer must be 'conv FILTERS', 'pool' or 'dense UNITS': '" + text + "'");
  }

  private static void requirePositive(String thing, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(thing + " must be positive: " + value);
    }
  }
}
