package io.retrievaldefense.report;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What it costs to classify an image, by model, on one thread.
 *
 * @param images clean test images that were classified in each round
 * @param batch of them at once
 * @param models what each costs, the baseline first
 */
public record QueryCosts(int images, int batch, SortedMap<EvaluatedModel, Cost> models) {
  private static final String FIGURE = "query-ms-";

  /**
   * Milliseconds of an image.
   *
   * @param millis all of it, by the clock
   * @param network of these, the convolutional network
   * @param retrieval of these, projection and search
   * @param attention of these, attention and layers
   */
  public record Cost(double millis, double network, double retrieval, double attention) {

    /** Checks that time has passed. */
    public Cost {
      if (!(millis > 0)) {
        throw new IllegalArgumentException("cost of a query must be positive: " + millis);
      }
    }
  }

  /** Copies the costs. */
  public QueryCosts {
    models = Collections.unmodifiableSortedMap(new TreeMap<>(models));
  }

  /**
   * @param model a model's name
   * @return what its cost is called among the figures of a step
   */
  static String figure(String model) {
    return FIGURE + model;
  }

  /**
   * @return the costs as figures of a step, milliseconds by name
   */
  public SortedMap<String, Double> figures() {
    SortedMap<String, Double> figures = new TreeMap<>();
    models.forEach(
        (model, cost) -> {
          String name = figure(model.toString());
          figures.put(name, cost.millis());
          if (model.isDefence()) {
            figures.put(name + "-network", cost.network());
            figures.put(name + "-retrieval", cost.retrieval());
            figures.put(name + "-attention", cost.attention());
          }
        });
    return figures;
  }
}
