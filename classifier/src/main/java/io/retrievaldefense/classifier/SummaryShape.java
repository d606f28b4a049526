package io.retrievaldefense.classifier;

import java.util.List;

/**
 * Sizes of attention and fully connected layers.
 *
 * @param featureLength D
 * @param classes C
 * @param hidden units of the hidden layers, in order; may be empty
 * @param input what the layers are given; their first layer is D wider for {@link LayerInput#BOTH}
 */
public record SummaryShape(int featureLength, int classes, List<Integer> hidden, LayerInput input) {

  public SummaryShape {
    hidden = List.copyOf(hidden);
    if (featureLength < 1) {
      throw new IllegalArgumentException("feature length must be positive: " + featureLength);
    }
    if (classes < 2) {
      throw new IllegalArgumentException("classes must be at least 2: " + classes);
    }
    for (int units : hidden) {
      if (units < 1) {
        throw new IllegalArgumentException("hidden units must be positive: " + hidden);
      }
    }
  }

  /** As in the paper: the layers are given the summary. */
  public SummaryShape(int featureLength, int classes, List<Integer> hidden) {
    this(featureLength, classes, hidden, LayerInput.SUMMARY);
  }

  /** Parameters of U, which come first: D * D. */
  int attentionParameters() {
    return Math.multiplyExact(featureLength, featureLength);
  }

  /** Where the first layer's weights of y-bar begin, [classes, width]. */
  int labelWeightsFrom() {
    return attentionParameters() + featureLength * widths()[1];
  }

  /** D + C: of (h-bar, y-bar), which come first. */
  int summaryLength() {
    return featureLength + classes;
  }

  /** Where h begins in what the layers are given, if they are given it. */
  int featureFrom() {
    return input.hasSummary() ? summaryLength() : 0;
  }

  /** Widths of the fully connected layers: D + C, or D + C + D for both; hidden..., C. */
  int[] widths() {
    int[] widths = new int[hidden.size() + 2];
    widths[0] = summaryLength() + (input == LayerInput.BOTH ? featureLength : 0);
    for (int i = 0; i < hidden.size(); i++) {
      widths[i + 1] = hidden.get(i);
    }
    widths[widths.length - 1] = classes;
    return widths;
  }

  /** Length of the flat parameter vector: U, then weights [in, out] and bias [out] per layer. */
  public int parameterCount() {
    int count = attentionParameters();
    int[] widths = widths();
    for (int i = 1; i < widths.length; i++) {
      count += (widths[i - 1] + 1) * widths[i];
    }
    return count;
  }
}
