package io.retrievaldefense.attacks.suite;

import io.retrievaldefense.attacks.support.ImageGrid;
import io.retrievaldefense.attacks.support.Requirements;

/**
 * What a suite must know of the models to choose its attacks.
 *
 * @param grid how images lie in their arrays
 * @param classes C
 * @param indexSize rows of the index; 0 where there is none to attack through
 * @param neighbors N; 0 where there is no index
 */
public record SuiteShape(ImageGrid grid, int classes, int indexSize, int neighbors) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if there are fewer than two classes or the size is negative
   */
  public SuiteShape {
    Requirements.atLeast("number of classes", 2, classes);
    Requirements.atLeast("size of the index", 0, indexSize);
    Requirements.atLeast("number of neighbors", 0, neighbors);
  }
}
