package io.retrievaldefense.cli.options;

import io.retrievaldefense.config.BadInputException;
import picocli.CommandLine.Option;

/** How many nearest are asked for. */
public final class NeighborsOption {
  @Option(
      names = {"-n", "--neighbors"},
      paramLabel = "N",
      defaultValue = "10",
      description = "how many nearest (default: ${DEFAULT-VALUE})")
  private int count;

  /** Filled in by picocli. */
  public NeighborsOption() {}

  /** N, at least 1. */
  public int count() {
    if (count < 1) {
      throw new BadInputException("--neighbors must be at least 1: " + count);
    }
    return count;
  }

  /**
   * N, of so many.
   *
   * @param rows how many there are
   */
  public int countOf(long rows) {
    if (count < 1 || count > rows) {
      throw new BadInputException("--neighbors must be in [1, " + rows + "]: " + count);
    }
    return count;
  }
}
