package io.retrievaldefense.index.query;

/**
 * A navigable small-world graph and its search.
 *
 * @param links M: links per row and layer
 * @param buildBeam candidates kept when a row is linked (efConstruction)
 * @param searchBeam candidates kept when a query is answered (efSearch); twice as many as are asked
 *     for, if that is more
 */
public record HnswSettings(int links, int buildBeam, int searchBeam) {
  /** Recall .99 of the ten nearest on 50,000 projected features of 64. */
  public static final HnswSettings DEFAULT = new HnswSettings(16, 100, 28);

  /** Checks ranges. */
  public HnswSettings {
    requireBetween("links", links, 2, 512);
    requireBetween("build beam", buildBeam, 1, 3200);
    requireBetween("search beam", searchBeam, 1, 1 << 20);
  }

  private static void requireBetween(String thing, int value, int low, int high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(
          thing + " must be between " + low + " and " + high + ": " + value);
    }
  }
}
