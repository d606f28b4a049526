package io.retrievaldefense.classifier;

import java.util.Arrays;

/** Trained models of which a part is switched off, to see what the part is worth. */
public final class SummaryAblation {

  private SummaryAblation() {}

  /** U = 0: every neighbour counts the same. */
  public static SummaryModel uniformAttention(SummaryModel model) {
    float[] parameters = model.parameters().clone();
    Arrays.fill(parameters, 0, model.shape().attentionParameters(), 0);
    return with(model, parameters);
  }

  /** The first layer's weights for y-bar are 0: the neighbours' labels are not looked at. */
  public static SummaryModel labelsOff(SummaryModel model) {
    float[] parameters = model.parameters().clone();
    SummaryShape shape = model.shape();
    int width = shape.widths()[1];
    int from = shape.labelWeightsFrom();
    Arrays.fill(parameters, from, from + shape.classes() * width, 0);
    return with(model, parameters);
  }

  private static SummaryModel with(SummaryModel model, float[] parameters) {
    return new SummaryModel(model.shape(), model.neighbors(), model.featureScale(), parameters);
  }
}
